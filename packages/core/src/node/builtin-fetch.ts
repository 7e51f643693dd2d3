/**
 * Loads Node's own HTTP client, so that it sets the process-wide dispatcher before the `undici` package does: otherwise the whole process
 * would use that package.
 */
export const BuiltinResponse: typeof Response = globalThis.Response
