import type { Env, WireResponse } from './wire.mjs'

/** A response with what varies taken out. */
export interface Described {
  status: number
  headers: Record<string, unknown>
  body: unknown
}

export type Names = (readonly [value: string, name: string])[]

export function describe(response: WireResponse, names: Names, method: string): Described
export function namesFor(
  env: Env,
  bases: Readonly<Record<string, string>>,
  vars: Readonly<Record<string, unknown>>,
  fresh: Readonly<Record<string, Readonly<Record<string, string>>>>,
  run: string,
): Names
export function differences(expected: unknown, actual: unknown, path: string, out: string[]): string[]
export function short(value: unknown): string
