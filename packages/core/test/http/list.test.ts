import { inspect } from 'node:util'
import { InvalidArgumentError, List, ParseError } from '@kamaki/core'
import { describe, expect, it } from 'vitest'

/** A server with pages of numbers. */
function numbers(total: number, size: number, options?: { limit?: number }) {
  const asked: (string | undefined)[] = []
  const list = List.paged(
    async (marker) => {
      asked.push(marker)
      const from = marker === undefined ? 0 : Number(marker) + 1
      return Array.from({ length: Math.max(0, Math.min(size, total - from)) }, (_, i) => from + i)
    },
    String,
    options,
  )
  return { list, asked }
}

describe('a list', () => {
  it('sends no request until it is used, and sends them again each time', async () => {
    let calls = 0
    const list = List.of(async () => {
      calls += 1
      return [calls]
    })
    expect(calls).toBe(0)
    expect(await list).toEqual([1])
    expect(await list.toArray()).toEqual([2])
  })

  it('has the methods of a promise', async () => {
    const list = List.of(async () => [1])
    const failing = List.of<number>(() => Promise.reject(new Error('down')))
    expect(await list.then((items) => items.length)).toBe(1)
    expect(await list.catch(() => [])).toEqual([1])
    expect(await failing.catch((error: unknown) => String(error))).toBe('Error: down')
    await expect(failing.catch()).rejects.toThrow('down')
    let ended = 0
    const end = (): void => {
      ended += 1
    }
    expect(await list.finally(end)).toEqual([1])
    await expect(failing.finally(end)).rejects.toThrow('down')
    expect(await list.finally()).toEqual([1])
    expect(ended).toBe(2)
  })

  it('fetches page after page until one is empty', async () => {
    const { list, asked } = numbers(5, 2)
    expect(await list).toEqual([0, 1, 2, 3, 4])
    expect(asked).toEqual([undefined, '1', '3', '4'])
  })

  it('fetches no more pages than the caller needs', async () => {
    const { list, asked } = numbers(100, 2)
    for await (const number of list) if (number === 3) break
    expect(asked).toEqual([undefined, '1'])
  })

  it('resolves calls of next() in their order, also to those that do not wait for each other', async () => {
    const { list, asked } = numbers(5, 2)
    const iterator = list[Symbol.asyncIterator]()
    const results = await Promise.all(Array.from({ length: 7 }, () => iterator.next()))
    expect(results.map(({ done, value }) => (done ? 'end' : value))).toEqual([0, 1, 2, 3, 4, 'end', 'end'])
    expect(asked).toEqual([undefined, '1', '3', '4'])
    expect(iterator[Symbol.asyncIterator]()).toBe(iterator)
  })

  it('ends for good when the iteration is left, or a page fails', async () => {
    const { list, asked } = numbers(100, 2)
    const left = list[Symbol.asyncIterator]()
    const first = [left.next(), left.return?.(), left.next()]
    expect((await Promise.all(first)).map((result) => result?.done)).toEqual([false, true, true])
    expect(asked).toEqual([undefined])
    const failing = List.paged<string>(
      async (marker) => (marker === undefined ? ['a'] : Promise.reject(new Error('no'))),
      String,
    )[Symbol.asyncIterator]()
    const settled = await Promise.allSettled([failing.next(), failing.next(), failing.next()])
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await failing.next()).toEqual({ done: true, value: undefined })
  })

  it('stops at the limit, even in the middle of a page', async () => {
    const { list, asked } = numbers(100, 2, { limit: 3 })
    expect(await list).toEqual([0, 1, 2])
    expect(asked).toEqual([undefined, '1'])
    expect(await numbers(100, 2, { limit: 0 }).list).toEqual([])
    expect(() => numbers(1, 1, { limit: -1 })).toThrow(InvalidArgumentError)
  })

  it('fails if a marker does not advance, instead of ending short or never', async () => {
    const stuck = List.paged(
      async () => ['a', 'b'],
      (name) => name,
    )
    await expect(stuck.toArray()).rejects.toThrow(ParseError)
    let page = 0
    const circle = List.paged(
      async () => [['a'], ['b']][page++ % 2] ?? [],
      (name) => name,
    )
    await expect(circle.toArray()).rejects.toThrow('does not advance')
  })

  it('says how many items it still wants', async () => {
    const wanted: (number | undefined)[] = []
    const list = (limit?: number) =>
      List.paged(
        async (marker, count) => {
          wanted.push(count)
          return marker === undefined ? ['a', 'b'] : []
        },
        (name) => name,
        { limit },
      )
    await list(5)
    await list()
    expect(wanted).toEqual([5, 3, undefined, undefined])
  })

  it('can be read page by page', async () => {
    const pages: (readonly number[])[] = []
    for await (const page of numbers(3, 2).list.pages()) pages.push(page)
    expect(pages).toEqual([[0, 1], [2]])
  })

  it('rejects with the error of its request', async () => {
    const failure = new Error('no')
    await expect(List.of(() => Promise.reject(failure)).toArray()).rejects.toBe(failure)
  })
})

describe('the helpers of a list', () => {
  it('follow those of iterators: lazy, one item at a time, with an index, awaited', async () => {
    const { list, asked } = numbers(7, 3)
    const seen: string[] = []
    const texts = list
      .filter(async (number, index) => {
        seen.push(`filter ${number} ${index}`)
        return number % 2 === 1
      })
      .map(async (number, index) => {
        seen.push(`map ${number} ${index}`)
        return `${index}: ${number}`
      })
      .take(2)
    expect(asked).toEqual([])
    expect(await texts).toEqual(['0: 1', '1: 3'])
    expect(seen).toEqual(['filter 0 0', 'filter 1 1', 'map 1 0', 'filter 2 2', 'filter 3 3', 'map 3 1'])
    expect(asked).toEqual([undefined, '2'])
    expect(await texts.toArray()).toEqual(['0: 1', '1: 3'])
    const iterated: string[] = []
    for await (const text of texts) iterated.push(text)
    expect(iterated).toEqual(['0: 1', '1: 3'])
  })

  it('narrow types as those of arrays do', async () => {
    const mixed = List.of<string | number>(async () => ['a', 1])
    const texts: string[] = await mixed.filter((item): item is string => typeof item === 'string')
    expect(texts).toEqual(['a'])
  })

  it('request no more pages than they need', async () => {
    for (const [count, requests] of [
      [0, 0],
      [1, 1],
      [2, 1],
      [3, 2],
      [Number.POSITIVE_INFINITY, 4],
    ] as const) {
      const { list, asked } = numbers(5, 2)
      expect(await list.take(count)).toEqual([0, 1, 2, 3, 4].slice(0, count))
      expect(asked).toHaveLength(requests)
    }
    const { list, asked } = numbers(5, 2)
    expect(await list.first()).toBe(0)
    expect(await list.filter((number) => number === 3).first()).toBe(3)
    expect(asked).toEqual([undefined, undefined, '1'])
    expect(await numbers(0, 2).list.first()).toBeUndefined()
  })

  it('end with what their function throws, and the request that is open with them', async () => {
    let closed = false
    const list = List.paged(
      async (marker) => {
        if (marker === undefined) return ['a', 'b']
        closed = true
        return []
      },
      (name) => name,
    )
    const failing = list.map(() => {
      throw new RangeError('no')
    })
    await expect(failing.toArray()).rejects.toThrow(RangeError)
    await expect(list.filter(() => Promise.reject(new RangeError('no'))).first()).rejects.toThrow(RangeError)
    expect(closed).toBe(false)
  })

  it.each([-1, 1.5, Number.NaN, '2', null])('reject %s as a number of items, before anything is requested', (count) => {
    const { list, asked } = numbers(1, 1)
    expect(() => list.take(count as number)).toThrow(InvalidArgumentError)
    expect(() => list.map(count as never)).toThrow('fn must be a function')
    expect(() => list.filter(count as never)).toThrow('predicate must be a function')
    expect(asked).toEqual([])
  })

  it('leave lists that say they are not read yet when they are inspected', () => {
    expect(inspect({ servers: numbers(1, 1).list })).toContain('servers: List [not read yet: await it')
  })
})

it('what is not a page is an error that says so', async () => {
  for (const page of [null, undefined, 7, 'abc', {}, { length: 1 }]) {
    for (const list of [List.of(async () => page as never), List.paged(async () => page as never, String)]) {
      const error = await list.toArray().catch((reason: unknown) => reason)
      expect(InvalidArgumentError.isInstance(error) && error.message).toMatch(
        /^what fetch\w* resolves to must be an array; got /,
      )
    }
  }
})
