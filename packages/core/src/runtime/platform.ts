interface Runtime {
  readonly process?: { readonly versions?: Readonly<Record<string, string | undefined>> }
  readonly Deno?: unknown
  readonly document?: unknown
  readonly WorkerGlobalScope?: unknown
}

const runtime = globalThis as unknown as Runtime
const versions = runtime.process?.versions
const isBunOrDeno = versions?.['bun'] !== undefined || runtime.Deno !== undefined

/** Node itself, not what only looks like it. */
export const isNode: boolean = versions?.['node'] !== undefined && !isBunOrDeno

/** Browsers and their workers: they send their own User-Agent and Content-Length, and hide redirects. */
export const isBrowser: boolean =
  !isNode && !isBunOrDeno && (runtime.document !== undefined || runtime.WorkerGlobalScope !== undefined)

/** Browsers stream request bodies over HTTP/2 only, if at all. */
export const supportsRequestStreams: boolean = !isBrowser

/** Whether fetch has a cache that can be passed by; some workers that are no browser's refuse to be asked. */
export const hasHttpCache: boolean = isBrowser && 'cache' in Request.prototype
