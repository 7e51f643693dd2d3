import { ImageClient } from '@kamaki/image'
import { repeatsWhatIsHarmless } from '@kamaki-tooling/testing'
import api from '../../../tooling/api-coverage/api/image.json' with { type: 'json' }

/** A call of each operation that changes something, and two that only look. */
const calls: Record<string, (client: ImageClient) => PromiseLike<unknown>> = {
  'image.images.list': ({ images }) => images.list(),
  'image.images.get': ({ images }) => images.get('i'),
  'image.images.register': ({ images }) => images.register({ name: 'n', location: 'pithos://a/c/o' }),
  'image.images.update': ({ images }) => images.update('i', { name: 'n' }),
  'image.images.unregister': ({ images }) => images.delete('i'),
  'image.members.replace': ({ members }) => members.replace('i', ['m']),
  'image.members.add': ({ members }) => members.add('i', 'm'),
  'image.members.remove': ({ members }) => members.remove('i', 'm'),
}

repeatsWhatIsHarmless(api.operations, calls, (options) => new ImageClient('http://down.test/v1.0', 'token', options))
