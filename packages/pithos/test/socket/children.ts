import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FaultRule } from '@kamaki/emulator'
import { PithosClient } from '@kamaki/pithos'
import type { Done, Task } from './programs/transfer.ts'

const program = (name: string, ...args: string[]): ChildProcess =>
  fork(fileURLToPath(new URL(`programs/${name}`, import.meta.url)), args, {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, TSX_TSCONFIG_PATH: fileURLToPath(new URL('../../tsconfig.json', import.meta.url)) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })

function answer<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`the program ended with ${code}`))
    child.once('exit', onExit)
    child.once('message', (message) => {
      child.off('exit', onExit)
      resolve(message as T)
    })
  })
}

/** A cloud over a socket, in a process and a folder of its own. */
export interface SocketCloud {
  folder: string
  pithos: PithosClient
  task: Pick<Task, 'endpoint' | 'token' | 'account'>
  /** Requests since the last call. */
  requests(): Promise<string[]>
  faults(...rules: FaultRule[]): Promise<void>
  stop(): Promise<void>
}

export async function startCloud(): Promise<SocketCloud> {
  const folder = await mkdtemp(join(tmpdir(), 'kamaki-cloud-'))
  const child = program('cloud.ts', folder)
  const { endpoint, users } = await answer<{
    endpoint: string
    users: Record<string, { token: string; uuid: string }>
  }>(child)
  const { token, uuid: account } = users['alice']!
  const pithos = new PithosClient(endpoint, token, { account, retry: { baseMs: 5, maxMs: 50 } })
  await pithos.container('box').create()
  return {
    folder,
    pithos,
    task: { endpoint, token, account },
    async requests() {
      const reply = answer<{ requests: string[] }>(child)
      child.send({ kind: 'requests' })
      return (await reply).requests
    },
    async faults(...rules) {
      const reply = answer(child)
      child.send({ kind: 'faults', rules })
      await reply
    },
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill()
      await gone
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Runs a transfer in a process of its own; `killAfter` kills it after so many reports of progress. Undefined: it was killed. */
export function transfer(
  task: Task,
  killAfter: number = Number.POSITIVE_INFINITY,
  onProgress?: (progress: { transferred: number }) => void,
): Promise<Done | undefined> {
  const child = program('transfer.ts')
  let reports = 0
  return new Promise((resolve, reject) => {
    let done: Done | undefined
    child.on(
      'message',
      (message: Done | { kind: 'progress'; transferred: number } | { kind: 'failed'; message: string }) => {
        if (message.kind === 'failed') reject(new Error(message.message))
        if (message.kind === 'done') done = message
        if (message.kind !== 'progress') return
        onProgress?.(message)
        if (++reports >= killAfter) child.kill('SIGKILL')
      },
    )
    child.once('exit', (code, signal) => {
      if (done === undefined && signal !== 'SIGKILL') reject(new Error(`the transfer ended with ${code ?? signal}`))
      else resolve(done)
    })
    child.send(task)
  })
}

/** Writes a file of so many bytes that no other has, a few megabytes at a time. */
export async function writeSome(path: string, bytes: number, seed: number): Promise<void> {
  const file = await open(path, 'w')
  const piece = new Uint32Array(262_144)
  let state = seed >>> 0
  for (let at = 0; at < bytes; at += piece.byteLength) {
    for (let index = 0; index < piece.length; index++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      piece[index] = state
    }
    const used = new Uint8Array(piece.buffer, 0, Math.min(piece.byteLength, bytes - at))
    // Zero bytes at the end would not be sent.
    used[used.length - 1] = 1
    await file.write(used)
  }
  await file.close()
}
