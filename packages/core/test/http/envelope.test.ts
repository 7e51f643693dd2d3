import { Client, ParseError } from '@kamaki/core'
import { Resource } from '@kamaki/core/toolkit'
import { expect, it } from 'vitest'
import { rejection } from '../support/servers.ts'

class Things extends Resource {
  list = () => this.bareList('things')
  numbers = () => this.bareList<number>('numbers', { items: 'number' })
  token = () => this.unwrap('access', 'GET', 'tokens/s3cret-token')
}

class Weather extends Client {
  readonly things = new Things(this.http)
}

const replying = (body: unknown) =>
  new Weather('http://weather.test/v1', 'token', { fetch: async () => Response.json(body) }).things

it('takes a bare list for what it is, and checks its items', async () => {
  expect(await replying([{}]).list()).toEqual([{}])
  expect(await replying([1]).numbers()).toEqual([1])
  for (const wrong of [[null], [1], ['x'], [[]], [{}, null]]) {
    const error = await rejection(replying(wrong).list())
    expect(ParseError.isInstance(error)).toBe(true)
    expect((error as Error).message).toMatch(
      /GET http:\/\/weather\.test\/v1\/things is not an array of objects\. Is this/,
    )
  }
  expect(await rejection(replying([{}]).numbers())).toMatchObject({
    message: expect.stringMatching(/array of numbers/),
  })
})

it('masks a token in the path of a response of another shape', async () => {
  const error = (await rejection(replying({}).token())) as ParseError
  expect(error.url).toBe('http://weather.test/v1/tokens/***')
  expect(error.message).not.toContain('s3cret')
})
