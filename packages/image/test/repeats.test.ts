import { ImageClient } from '@kamaki/image'
import { expect, it } from 'vitest'
import api from '../../../tooling/api-coverage/api/image.json' with { type: 'json' }

/** A call of each operation that changes something, and two that only look. */
const calls: Record<string, (client: ImageClient) => PromiseLike<unknown>> = {
  'image.images.list': ({ images }) => images.list(),
  'image.images.get': ({ images }) => images.get('i'),
  'image.images.register': ({ images }) => images.register({ name: 'n', location: 'pithos://a/c/o' }),
  'image.images.update': ({ images }) => images.update('i', { name: 'n' }),
  'image.images.unregister': ({ images }) => images.unregister('i'),
  'image.members.replace': ({ members }) => members.replace('i', ['m']),
  'image.members.add': ({ members }) => members.add('i', 'm'),
  'image.members.remove': ({ members }) => members.remove('i', 'm'),
}

it.each(Object.entries(calls))('repeats %s only if that does no harm', async (id, call) => {
  const operation = api.operations.find((candidate) => candidate.id === id)
  expect(operation).toBeDefined()
  // A cloud that is down.
  const requests: string[] = []
  const fetch = async (input: string | URL | Request) => {
    const { method, url } = input as Request
    requests.push(`${method} ${url}`)
    return new Response(method === 'HEAD' ? null : 'later', { status: 503 })
  }
  const client = new ImageClient('http://down.test/v1.0', 'token', { fetch, retry: { limit: 1, baseMs: 0 } })
  await expect(call(client)).rejects.toMatchObject({ status: 503 })
  expect(new Set(requests).size).toBe(1)
  expect(requests.length).toBe(operation?.idempotent ? 2 : 1)
})

it('covers every operation that changes something', () => {
  const changing = api.operations.filter(
    ({ method, success }) => !['GET', 'HEAD'].includes(method) && success.length > 0,
  )
  expect(changing.map(({ id }) => id).filter((id) => !Object.hasOwn(calls, id))).toEqual([])
})
