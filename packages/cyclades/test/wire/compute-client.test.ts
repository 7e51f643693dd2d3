import { ComputeClient } from '@kamaki/cyclades'
import { CaseBook } from '@kamaki-tooling/wire'
import { expect, it } from 'vitest'
import { computeCalls } from './compute-calls.ts'
import { computeSuite } from './compute-suite.ts'
import { type MakeClient, play } from './replay.ts'

const book = new CaseBook('ComputeClient')
const make: MakeClient<ComputeClient> = (url, token) => new ComputeClient(url, token, { retry: false })

computeSuite(book, make, {}, [])

it.each(['all [py str args]', 'user_data base64 padding'])(
  'puts all options of a new server in the body: %s (create-server-options-in-query)',
  async (name) => {
    const wireCase = book.take('create_server', name)
    const { requests, error } = await play(wireCase, make, computeCalls['create_server']!)
    expect(error).toBeUndefined()
    const recorded = wireCase.exchanges[0]!.request
    const query = Object.fromEntries(recorded.query)
    const { security_group, ...others } = query
    const groups = security_group === undefined ? {} : { security_groups: [{ name: security_group }] }
    expect(requests).toHaveLength(1)
    expect(requests[0]?.query).toEqual([])
    expect(JSON.parse(requests[0]!.body.toString())).toEqual({
      server: { ...(recorded.body as { server: object }).server, ...others, ...groups },
    })
  },
)

it('names the rescue image inside the action (rescue-image-ref-outside-action)', async () => {
  const { requests } = await play(book.take('rescue_server', 'image ref'), make, computeCalls['rescue_server']!)
  expect(JSON.parse(requests[0]!.body.toString())).toEqual({ rescue: { rescue_image_ref: 'img-9' } })
})

it('follows a redirect of a GET within the same origin, where the old library gave up', async () => {
  const wireCase = book.take('list_servers', 'error matrix: 302 redirect is not followed')
  const { requests } = await play(wireCase, make, (client) => client.servers.list())
  expect(requests.map(({ path }) => path)).toEqual(['/compute/v2.0/servers', '/elsewhere'])
})

it('leaves no case out', () => {
  expect(book.missing()).toEqual([])
})
