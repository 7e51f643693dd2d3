import { readFileSync } from 'node:fs'
import type { WireCase } from './wire-case.ts'

/** All recorded cases of one class of the old library, in their order. */
export function loadCases(className: string): WireCase[] {
  const url = new URL(`../data/${className}.json`, import.meta.url)
  return JSON.parse(readFileSync(url, 'utf8')) as WireCase[]
}

/** What is known of each bug label. */
export interface Bug {
  readonly bug: string
  readonly kind: string
  readonly methods: string
  readonly why: string
  readonly cases: readonly (readonly string[])[]
}

/** The bugs of the old library that the recordings show. None is to be mirrored. */
export function loadBugs(): Bug[] {
  return JSON.parse(readFileSync(new URL('../data/bugs.json', import.meta.url), 'utf8')) as Bug[]
}
