// The process of `programs`: runs each program that it is told of, side by side, and reports what came of each.
import { AsyncLocalStorage } from 'node:async_hooks'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { Outcome, Program } from './program.ts'

type Stream = 'out' | 'err'
type Running = { -readonly [Key in keyof Outcome]: Outcome[Key] } & { readonly env: NodeJS.ProcessEnv }

const running = new AsyncLocalStorage<Running>()
const real = globalThis.process

// Each program sees an environment and an exit code of its own.
globalThis.process = new Proxy(real, {
  get: (target, name) => (name === 'env' ? (running.getStore()?.env ?? target.env) : Reflect.get(target, name, target)),
  set(target, name, value) {
    const program = name === 'exitCode' ? running.getStore() : undefined
    if (!program) return Reflect.set(target, name, value, target)
    program.code = value
    return true
  },
})
capture('out', real.stdout)
capture('err', real.stderr)

function capture(stream: Stream, to: NodeJS.WriteStream): void {
  const write = to.write.bind(to)
  to.write = ((chunk: string | Uint8Array, ...rest: []) => {
    const program = running.getStore()
    if (!program) return write(chunk, ...rest)
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
    program[stream] += text
    program.output += text
    return true
  }) as typeof to.write
}

async function run({ file, env, timeoutMs }: Program, index: number): Promise<Outcome> {
  const outcome: Running = { code: 0, out: '', err: '', output: '', env: { ...real.env, ...env } }
  const ended = running.run(outcome, async () => {
    try {
      await import(`${pathToFileURL(resolve(file))}?${index}`)
    } catch (error) {
      console.error(error)
      outcome.code = 1
    }
    return true
  })
  const late = timeoutMs !== undefined && sleep(timeoutMs, false, { ref: false })
  if (!(await (late ? Promise.race([ended, late]) : ended))) outcome.code = undefined
  const { code, out, err, output } = outcome
  return { code, out, err, output }
}

real.once('message', async (programs: Program[]) => {
  real.send?.(await Promise.all(programs.map(run)), undefined, undefined, () => real.exit())
})
