// In bundles for browsers, package.json puts this in the place of what only Node needs.

import { bun } from './bun.ts'
import type { Traits } from './traits.ts'

/** Should such a bundle run on Node after all. */
export const node: Traits = { ...bun, fetchStatesLength: true }
export { bun as deno }

/** Browsers do not say why a request failed. */
export function certificateTrouble(): undefined {}
export function connectionTrouble(): undefined {}

/** In a bundle stack traces do not tell whose code is whose. */
export function deepenStacks(): () => void {
  return () => undefined
}
export function showCaller(): void {}
export function showAwaiter(): void {}

/** Browsers have no environment. */
export function levelOf(): undefined {}
export function toStandardError(): void {}

/** Their fetch says itself how content was encoded. */
export function withEncoding(headers: Headers): Headers {
  return headers
}
