import { InvalidArgumentError } from '@kamaki/core'
import { CycladesBlockStorageClient } from '@kamaki/cyclades'
import { CaseBook } from '@kamaki-tooling/wire'
import { expect, it } from 'vitest'
import { type Call, type MakeClient, play } from './replay.ts'
import { volumeCalls, volumeSuite } from './volume-suite.ts'

const book = new CaseBook('CycladesBlockStorageClient')
const make: MakeClient<CycladesBlockStorageClient> = (url, token) =>
  new CycladesBlockStorageClient(url, token, { retry: false })
const own: Record<string, Call<CycladesBlockStorageClient>> = {
  reassign_volume: (client, a) => client.volumes.reassign(a['volume_id'], { project: a['project'] }),
  volumes_action_post: (client, a, { exchanges }) =>
    client.request('POST', `volumes/${a['volume_id']}/action`, {
      json: a['json_data'],
      expect: exchanges[0]?.response.status,
    }),
}
volumeSuite(book, make, own, ['create_volume | all', 'update_volume | all'])

it('sets the metadata of a new volume afterwards, since the server drops it, and says so if that fails', async () => {
  const { mismatches, requests, error } = await play(
    book.take('create_volume', 'all'),
    make,
    volumeCalls['create_volume']!,
  )
  expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /volume/v2.0/volumes',
    'POST /volume/v2.0/volumes/7/metadata',
  ])
  // Nothing was recorded for the second one: it is the only difference, and it fails.
  expect(mismatches).toEqual(['request 2 is one too many: POST /volume/v2.0/volumes/7/metadata'])
  expect(String(error)).toContain('Created volume 7, but its metadata could not be set')
})

it('rejects what the server rejects or ignores in an update, and sends the rest', async () => {
  const wireCase = book.take('update_volume', 'all')
  const all = await play(wireCase, make, volumeCalls['update_volume']!)
  expect(InvalidArgumentError.isInstance(all.error) && all.error.parameter).toBe('metadata')
  const keep = await play(wireCase, make, (client) =>
    client.volumes.update('7', { delete_on_termination: false as never }),
  )
  expect(InvalidArgumentError.isInstance(keep.error) && keep.error.parameter).toBe('delete_on_termination')
  expect([...all.requests, ...keep.requests]).toEqual([])
})

it('leaves no case out', () => {
  expect(book.missing()).toEqual([])
})
