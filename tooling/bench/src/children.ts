import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A program of this folder in a process of its own, which takes an order after the other. */
export class Child {
  readonly #process: ChildProcess
  readonly #name: string
  /** What it said first. */
  readonly ready: Promise<unknown>

  constructor(
    program: string,
    input: unknown,
    { env, execArgv = [] }: { env?: NodeJS.ProcessEnv; execArgv?: string[] } = {},
  ) {
    const path = fileURLToPath(new URL(`${program}.js`, import.meta.url))
    this.#name = program
    this.#process = fork(path, [JSON.stringify(input)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, ...env },
      execArgv,
    })
    this.ready = this.#next()
  }

  /** Sends an order, and resolves with what the process says next. */
  async ask(order: unknown): Promise<unknown> {
    await this.ready
    const next = this.#next()
    this.#process.send(order as object)
    return next
  }

  /** Sends the last order, and resolves when the process has ended. */
  async close(order: unknown): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const exit = once(this.#process, 'exit')
    this.#process.send(order as object)
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), 5000)
    await exit
    clearTimeout(timer)
  }

  #next(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const onMessage = (message: unknown): void => {
        this.#process.off('exit', onExit)
        resolve(message)
      }
      const onExit = (code: number | null): void => {
        this.#process.off('message', onMessage)
        reject(new Error(`${this.#name} ended with code ${code}`))
      }
      this.#process.once('message', onMessage)
      this.#process.once('exit', onExit)
    })
  }
}
