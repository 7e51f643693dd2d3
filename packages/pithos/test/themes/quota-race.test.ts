import { NotFoundError, ServerError } from '@kamaki/core'
import { beforeEach, describe, expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'
import { someBytes } from '../transfer/content.ts'

const cloud = testCloud()

beforeEach(async () => {
  await cloud.clean()
  await cloud.alice.container('box').create()
  await cloud.alice.container('box').object('there').put('content')
})

/** How a Pithos responds to writes while quotas of the user change elsewhere: it may have done them, or not. */
function busy(methods: readonly string[], times: number, handled: boolean) {
  let left = times
  const client = cloud.client('alice', {
    fetch: async (input, init) => {
      const request = new Request(input as Request, init as RequestInit)
      if (!methods.includes(request.method) || left-- <= 0) return cloud.emulator.fetch(request)
      if (handled) await (await cloud.emulator.fetch(request)).arrayBuffer()
      const fault = { fault: { message: 'There is no such holding', code: 404, details: '' } }
      return new Response(JSON.stringify(fault), { status: 404, headers: { 'content-type': 'application/json' } })
    },
  })
  return client.container('box')
}

describe.each([true, false])('while quotas change elsewhere (done all the same: %s)', (handled) => {
  it('writes, copies, moves, appends and deletes are done, once where it matters', async () => {
    const box = busy(['PUT', 'COPY', 'MOVE', 'POST', 'DELETE'], 1, handled)
    await box.object('a').put('content')
    expect(await box.object('a').download().text()).toBe('content')
    const uploads = busy(['PUT'], 2, handled)
    await uploads.object('b').upload(someBytes(100), { singleRequestBytes: 0 })
    expect(await uploads.object('b').download().bytes()).toEqual(someBytes(100))
    await busy(['PUT'], 1, handled).object('c').upload(someBytes(100), { ifNotExist: true })
    await busy(['PUT'], 1, handled).object('d').copyFrom({ container: 'box', name: 'there' })
    await busy(['COPY'], 1, handled).object('there').copyTo({ container: 'box', name: 'e' })
    await busy(['MOVE'], 1, handled).object('e').moveTo({ container: 'box', name: 'f' })
    await busy(['PUT'], 1, handled).object('g').moveFrom({ container: 'box', name: 'f' })
    await busy(['POST'], 1, handled).object('g').append('!')
    await busy(['DELETE'], 1, handled).object('d').delete()
    const names = (await cloud.alice.container('box').objects.list()).map(({ name }) => name)
    expect(names).toEqual(['a', 'b', 'c', 'g', 'there'])
    expect(await cloud.alice.container('box').object('g').download().text()).toBe('content!')
  })
})

it('gives up in the end, with what the server said', async () => {
  await expect(
    busy(['PUT'], 99, false)
      .object('a')
      .put('x', { retry: { limit: 1 } }),
  ).rejects.toBeInstanceOf(NotFoundError)
  await expect(busy(['PUT'], 1, false).object('a').put('x', { retry: false })).rejects.toBeInstanceOf(NotFoundError)
  cloud.emulator.faults.add({ method: 'MOVE', fault: { kind: 'status', status: 500 } })
  const there = cloud.alice.container('box').object('there')
  await expect(there.moveTo({ container: 'box', name: 'x' }, { retry: { limit: 1 } })).rejects.toBeInstanceOf(
    ServerError,
  )
})

it('a missing container is not such a case', async () => {
  cloud.requests.length = 0
  await expect(cloud.alice.container('nope').object('x').put('x')).rejects.toBeInstanceOf(NotFoundError)
  expect(cloud.requests.length).toBe(1)
})
