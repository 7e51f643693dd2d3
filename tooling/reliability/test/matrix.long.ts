import { describe, expect, it } from 'vitest'
import { cases } from '../src/matrix.ts'
import { FETCHES } from '../src/operation.ts'
import { operations } from '../src/operations.ts'
import { runAll } from '../src/run-all.ts'

describe.each(operations)('$name', (operation) => {
  it.each(FETCHES)('does with every fault what the policy says, with %s', async (fetch) => {
    expect(await runAll(cases.filter((one) => one.operation === operation && one.fetch === fetch))).toEqual([])
  })
})
