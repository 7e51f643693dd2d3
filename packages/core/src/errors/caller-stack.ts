/** So many frames are looked at for the caller's. V8 keeps 10 by default, and within the SDK calls are deeper than that. */
const deepest = 64

/** What V8, and engines that follow it, let programs adjust. */
interface Engine {
  stackTraceLimit?: number
  captureStackTrace?: (target: object) => void
}

const engine: Engine = Error

/** Errors whose stack traces do not show a caller yet. */
const unplaced = new WeakSet<object>()

/** Makes stack traces deep until the returned function is called. */
export function deepenStacks(): () => void {
  const { stackTraceLimit: limit } = engine
  if (typeof limit !== 'number' || limit === 0 || limit >= deepest) return () => undefined
  // A program may have frozen it.
  if (!Reflect.set(engine, 'stackTraceLimit', deepest)) return () => undefined
  return () => {
    engine.stackTraceLimit = limit
  }
}

/** Leaves the frames of the SDK and of the runtime out of a stack trace, so that it begins with the line of the caller. */
export function showCaller(error: Error): void {
  const [header, frames] = framesOf(error.stack)
  if (frames.length === 0) return
  const own = frames.filter((frame) => !isInternal(frame))
  if (own.length === 0) unplaced.add(error)
  setStack(error, header, own.length === 0 ? frames : own)
}

/**
 * The same where V8 can no longer tell who waits for an error that was made: it knows who waits for an `await`, but not for a race. Called
 * where the error passes through an async function that is awaited all the way up.
 */
export function showAwaiter(error: unknown): void {
  if (!(error instanceof Error) || !unplaced.has(error) || engine.captureStackTrace === undefined) return
  const here: { stack?: unknown } = {}
  const restore = deepenStacks()
  engine.captureStackTrace(here)
  const own = framesOf(here.stack)[1].filter((frame) => !isInternal(frame))
  restore()
  if (own.length === 0) return
  unplaced.delete(error)
  setStack(error, framesOf(error.stack)[0], own)
}

/** What stands above the frames of a stack trace, and the frames. A program may have its own idea of `stack`: then there are none. */
function framesOf(stack: unknown): [header: readonly string[], frames: readonly string[]] {
  const lines = typeof stack === 'string' ? stack.split('\n') : []
  const start = lines.findIndex((line) => /^\s+at /.test(line))
  return start < 0 ? [lines, []] : [lines.slice(0, start), lines.slice(start)]
}

function setStack(error: Error, header: readonly string[], frames: readonly string[]): void {
  // A program may freeze what it throws.
  if (Object.isFrozen(error)) return
  error.stack = [...header, ...frames.slice(0, engine.stackTraceLimit)].join('\n')
}

const installed = /[\\/]node_modules[\\/]@kamaki[\\/]/
const ofRuntime = /[( ](?:node|bun|ext):|\(native\)$|\(<anonymous>\)$/
const ofWorkspace = /^(?:core|astakos|cyclades|network|image|pithos)[\\/](?:src|dist)[\\/]/

/** Where the packages stand side by side, unless they are installed, or part of a bundle. */
let workspace: string | undefined

function isInternal(frame: string): boolean {
  if (installed.test(frame) || ofRuntime.test(frame)) return true
  workspace ??= /(?:\(|at )([^(]*?)core[\\/](?:src|dist)[\\/]/.exec(framesOf(new Error().stack)[1][0] ?? '')?.[1] ?? ''
  const start = workspace === '' ? -1 : frame.indexOf(workspace)
  return start >= 0 && ofWorkspace.test(frame.slice(start + workspace.length))
}
