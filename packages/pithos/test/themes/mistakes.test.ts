import { InvalidArgumentError } from '@kamaki/core'
import { describe, expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'

const { alice, requests } = testCloud()
const object = alice.container('box').object('file')
const unset = process.env['KAMAKI_NO_SUCH_VARIABLE'] as never

async function refusal(work: () => unknown): Promise<InvalidArgumentError> {
  requests.length = 0
  try {
    await work()
  } catch (error) {
    if (!InvalidArgumentError.isInstance(error)) throw error
    expect(requests).toEqual([])
    return error
  }
  throw new Error('nothing is refused')
}

describe('a mistake is told by the name of the parameter, and nothing is sent:', () => {
  it.each([
    ['container', () => alice.container(unset), 'container must be named by text; got undefined'],
    ['object', () => alice.container('box').object(7 as never), 'object must be named by text; got 7'],
    ['account', () => alice.account(5 as never), 'account must be named by text; got 5'],
  ])('a name that is none, of the %s', async (parameter, work, message) => {
    const error = await refusal(work)
    expect(error.parameter).toBe(parameter)
    expect(error.message).toBe(message)
  })

  it('metadata that are no text; an unset one deletes nothing', async () => {
    for (const value of [1, undefined, ['a']]) {
      const error = await refusal(() => object.updateMetadata({ mood: value as never }))
      expect(error.message).toContain('the value of "mood" must be text; got')
    }
  })

  it('one principal in place of a list', async () => {
    const error = await refusal(() => object.share({ read: 'somebody' as never, write: [] }))
    expect(error.message).toBe('read must be a list of principals; got "somebody"')
  })
})
