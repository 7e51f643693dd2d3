// One transfer in a process of its own: told by its parent what to do, it tells of its progress, memory and end.
import { PithosClient } from '@kamaki/pithos'
import { downloadFile, uploadFile } from '@kamaki/pithos/node'

export interface Task {
  what: 'up' | 'down'
  endpoint: string
  token: string
  account: string
  object: string
  path: string
  concurrency?: number
  dedupe?: 'cloud' | 'previous'
  rangeBytes?: number
}

export interface Done {
  kind: 'done'
  transferred: number
  /** The most memory that blocks took, and that the process grew by, in bytes. */
  arrayBuffers: number
  rss: number
}

async function run(task: Task): Promise<void> {
  const pithos = new PithosClient(task.endpoint, task.token, { account: task.account, retry: { baseMs: 5, maxMs: 50 } })
  const object = pithos.container('box').object(task.object)
  // What starting up takes is not the transfer's.
  await pithos.container('box').info()
  const base = process.memoryUsage.rss()
  let rss = 0
  let arrayBuffers = 0
  const watch = setInterval(() => {
    rss = Math.max(rss, process.memoryUsage.rss() - base)
    arrayBuffers = Math.max(arrayBuffers, process.memoryUsage().arrayBuffers)
  }, 5)
  const { concurrency, dedupe, rangeBytes } = task
  const onProgress = ({ phase, loaded }: { phase: string; loaded: number }): void => {
    process.send?.({ kind: 'progress', phase, loaded })
  }
  const { transferred } =
    task.what === 'up'
      ? await uploadFile(object, task.path, { concurrency, dedupe, onProgress })
      : await downloadFile(object, task.path, { concurrency, rangeBytes, onProgress })
  clearInterval(watch)
  process.send?.({ kind: 'done', transferred, arrayBuffers, rss } satisfies Done)
  process.disconnect?.()
}

process.once('message', (task: Task) => {
  run(task).catch((error: unknown) => {
    process.send?.({ kind: 'failed', message: String(error) })
    process.disconnect?.()
  })
})
