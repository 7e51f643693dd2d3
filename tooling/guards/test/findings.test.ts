import { describe, expect, it } from 'vitest'
import { judge } from '../src/findings.ts'

const of = (...keys: string[]) => keys.map((key, index) => ({ key, message: `${key} ${index}` }))

describe('findings that are known', () => {
  it('are left alone, and others are not', () => {
    const { fresh, cleared, left } = judge(of('a', 'b', 'a'), { a: 2 })
    expect(fresh.map(({ key }) => key)).toEqual(['b'])
    expect(cleared).toEqual([])
    expect(left).toEqual({ a: 2 })
  })

  it('may not grow', () => {
    expect(judge(of('a', 'a', 'a'), { a: 2 }).fresh).toHaveLength(3)
  })

  it('have to be struck off when they are cleared, in whole or in part', () => {
    const { fresh, cleared, left } = judge(of('a'), { a: 2, b: 1 })
    expect(fresh).toEqual([])
    expect(cleared).toEqual(['a', 'b'])
    expect(left).toEqual({ a: 1 })
  })
})
