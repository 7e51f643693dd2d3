import { describe, expect, it } from 'vitest'
import { cases, faults, sample } from '../src/matrix.ts'
import { operations } from '../src/operations.ts'
import { runAll } from '../src/run-all.ts'

describe('the fault matrix', () => {
  it('has each fault once, and no two cases alike', () => {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length)
    expect(faults.length).toBeGreaterThanOrEqual(60)
  })

  it('holds in a sample: every fault with one operation, every operation with some faults', async () => {
    const list = sample()
    expect(new Set(list.map(({ fault }) => fault)).size).toBe(faults.length)
    expect(new Set(list.map(({ operation }) => operation)).size).toBe(operations.length)
    expect(list.length).toBeLessThan(cases.length / 10)
    expect(await runAll(list)).toEqual([])
  })
})
