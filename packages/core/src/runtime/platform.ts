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
  // Deno and Bun have this too.
  if (process?.versions?.['node'] !== undefined) return node
  // An unknown runtime is treated like Bun, with the fewest assumptions about fetch.
  return document !== undefined || WorkerGlobalScope !== undefined ? browser : bun
}

/** The current runtime. */
export const platform: Traits = current(globalThis as unknown as Global)
