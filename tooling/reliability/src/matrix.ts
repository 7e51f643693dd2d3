import type { Fault, Times } from './fault.ts'
import { groups } from './faults/index.ts'
import { FETCHES, type FetchName, type Operation } from './operation.ts'
import { operations } from './operations.ts'
import { type Expectation, expect } from './policy.ts'

/** An operation, and what strikes it how often, with which fetch. */
export interface Case {
  readonly operation: Operation
  readonly fault: Fault
  readonly times: Times
  readonly fetch: FetchName
  readonly expected: Expectation
}

export const faults: readonly Fault[] = groups.flatMap((group) => group.faults)

const timesOf = (fault: Fault): readonly Times[] => (fault.times === undefined ? ['once', 'always'] : [fault.times])

export const concerns = (fault: Fault, operation: Operation): boolean => fault.concerns?.(operation) ?? true

/** All cases, operation by operation. */
export const cases: readonly Case[] = operations.flatMap((operation) =>
  faults
    .filter((fault) => concerns(fault, operation))
    .flatMap((fault) =>
      timesOf(fault).flatMap((times) =>
        FETCHES.map((fetch) => ({ operation, fault, times, fetch, expected: expect(operation, fault, times, fetch) })),
      ),
    ),
)

/** Faults that every operation is struck by in the sample. */
const everywhere = /^(?:503|500|reset when the request has been carried out|stalled after the request)$/

/** Each fault with one operation, a few with every one, taking turns with how often and with which fetch. */
export function sample(): Case[] {
  return faults.flatMap((fault, row) => {
    const all = cases.filter((one) => one.fault === fault)
    if (!everywhere.test(fault.name)) return all.slice((row * 7) % all.length).slice(0, 1)
    return operations.flatMap((operation, column) => {
      const few = all.filter((one) => one.operation === operation)
      return few.slice((row + column) % few.length).slice(0, 1)
    })
  })
}
