import { browser } from './browser.ts'
import { bun } from './bun.ts'
import { deno } from './deno.ts'
import { node } from './node.ts'
import type { Traits } from './traits.ts'

interface Global {
  readonly process?: { readonly versions?: Readonly<Record<string, string | undefined>> }
  readonly Deno?: unknown
  readonly document?: unknown
  readonly WorkerGlobalScope?: unknown
}

function current({ process, Deno, document, WorkerGlobalScope }: Global): Traits {
  if (Deno !== undefined) return deno
  if (process?.versions?.['bun'] !== undefined) return bun
  // Node itself, not what only looks like it.
  if (process?.versions?.['node'] !== undefined) return node
  // What is not known has a fetch that is nobody's in particular, as Bun's.
  return document !== undefined || WorkerGlobalScope !== undefined ? browser : bun
}

/** The runtime that this program runs on. */
export const platform: Traits = current(globalThis as unknown as Global)
