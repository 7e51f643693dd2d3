/**
 * Loads Node's own HTTP client, so that it claims the process-wide dispatcher before the `undici` package is loaded: loading that one
 * first would put the whole process on it.
 */
export const BuiltinResponse: typeof Response = globalThis.Response
