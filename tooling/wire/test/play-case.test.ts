import { CaseBook, loadCases, playCase } from '@kamaki-tooling/wire'
import { describe, expect, it } from 'vitest'

const headers = { 'x-auth-token': 'TOKEN' }

describe('playing a case', () => {
  it('finds no mismatch in the same request, and hands its response on', async () => {
    const [wireCase] = loadCases('Client')
    const played = await playCase(wireCase!, async (_base, _token, endpoint) =>
      (await fetch(`${endpoint}/a/b`, { headers })).json(),
    )
    expect(played.mismatches).toEqual([])
    expect(played.result).toEqual({ ok: true })
  })

  it('tells what differs', async () => {
    const wireCase = loadCases('Client').find((each) => each.method === 'put' && each.case === 'json body')!
    const { mismatches } = await playCase(wireCase, (_base, _token, endpoint) =>
      fetch(`${endpoint}/a/c?x=1`, { method: 'POST', headers, body: '{}' }),
    )
    expect(mismatches.map((text) => text.split(':')[0])).toEqual([
      'request 1, method',
      'request 1, path',
      'request 1, query',
      'request 1, header content-type',
      'request 1, body',
    ])
  })

  it('tells of a request too many and of one not made', async () => {
    const [wireCase] = loadCases('Client')
    const none = await playCase(wireCase!, () => undefined)
    expect(none.mismatches).toEqual(['request 1 was not made: GET /generic/v1.0/a/b'])
    const two = await playCase(wireCase!, async (_base, _token, endpoint) => {
      await fetch(`${endpoint}/a/b`, { headers })
      await fetch(`${endpoint}/a/b`, { headers })
    })
    expect(two.mismatches).toEqual(['request 2 is one too many: GET /generic/v1.0/a/b'])
  })

  it('cuts a body short where the recording did', async () => {
    const wireCase = loadCases('Client').find((each) => each.case === 'error matrix: truncated body')!
    const { error } = await playCase(wireCase, async (_base, _token, endpoint) =>
      (await fetch(`${endpoint}/x`, { headers })).text(),
    )
    expect(error).toBeInstanceOf(TypeError)
  })
})

describe('a case book', () => {
  it('counts what is neither replayed nor declared', () => {
    const book = new CaseBook('Client')
    const before = book.missing().length
    book.take('get', 'no body')
    book.declareBug('query-name-not-quoted', 'a test')
    expect(book.missing()).toHaveLength(before - 2)
    expect(book.report()).toContain('1 replayed')
    expect(() => book.take('get', 'no such case')).toThrow('no case')
    expect(() => book.declareBug('no-such-bug', 'x')).toThrow('nothing to declare')
  })
})
