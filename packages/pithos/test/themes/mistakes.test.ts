import { InvalidArgumentError } from '@kamaki/core'
import { describe, expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'

const { alice, requests } = testCloud()
const object = alice.container('box').object('file')
const unset = process.env['KAMAKI_NO_SUCH_VARIABLE'] as never

async function rejection(work: () => unknown): Promise<InvalidArgumentError> {
  requests.length = 0
  try {
    await work()
  } catch (error) {
    if (!InvalidArgumentError.isInstance(error)) throw error
    expect(requests).toEqual([])
    return error
  }
  throw new Error('nothing is rejected')
}

describe('a mistake is reported with the name of the parameter, and nothing is sent:', () => {
  it.each([
    ['container', () => alice.container(unset), /^container must be .*; got undefined$/],
    ['object', () => alice.container('box').object(7 as never), /^object must be .*; got 7$/],
    ['account', () => alice.account(5 as never), /^account must be .*; got 5$/],
  ])('a name that is not a string, of the %s', async (parameter, work, message) => {
    const error = await rejection(work)
    expect(error.parameter).toBe(parameter)
    expect(error.message).toMatch(message)
  })

  it('metadata that is not a string; an unset one deletes nothing', async () => {
    for (const value of [1, undefined, ['a']]) {
      const error = await rejection(() => object.metadata.update({ mood: value as never }))
      expect(error.message).toContain('metadata.mood must be a string; got')
    }
  })

  it('one principal in place of an array', async () => {
    const error = await rejection(() => object.share({ read: 'somebody' as never, write: [] }))
    expect(error.message).toMatch(/^read must be .*; got "somebody"$/)
  })
})
