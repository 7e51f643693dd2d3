// One transfer in a process of its own: told by its parent what to do, it tells of its progress, memory and end.
import { createReadStream } from 'node:fs'
import { PithosClient } from '@kamaki/pithos'
import { downloadFile, syncDown, syncUp, uploadFile } from '@kamaki/pithos/node'

export interface Task {
  what: 'up' | 'down' | 'syncUp' | 'syncDown' | 'upStream' | 'downStream'
  endpoint: string
  token: string
  account: string
  /** Name of the object; for a sync the prefix. */
  object: string
  path: string
  concurrency?: number
  dedupe?: 'cloud' | 'previous'
  rangeBytes?: number
  state?: string
  /** Whether it is watched by a signal that is never aborted. */
  signal?: boolean
  /** Bytes of each chunk of a stream that is uploaded. Default: as they are read. */
  chunkBytes?: number
}

export interface Done {
  kind: 'done'
  transferred: number
  /** The most memory that blocks took, and that the process grew by, in bytes. */
  arrayBuffers: number
  rss: number
}

async function* chunksOf(path: string, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
    for (let start = 0; start < chunk.length; start += chunkBytes) yield chunk.slice(start, start + chunkBytes)
  }
}

async function countBytes(stream: AsyncIterable<Uint8Array>): Promise<{ transferred: number }> {
  let transferred = 0
  for await (const chunk of stream) transferred += chunk.length
  return { transferred }
}

async function run(task: Task): Promise<void> {
  const pithos = new PithosClient(task.endpoint, task.token, { account: task.account, retry: { baseMs: 5, maxMs: 50 } })
  const object = pithos.container('box').object(task.object)
  // What starting up takes is not the transfer's.
  await pithos.container('box').info()
  const base = process.memoryUsage.rss()
  let rss = 0
  let arrayBuffers = 0
  const signal = task.signal === true ? new AbortController().signal : undefined
  const watch = setInterval(() => {
    rss = Math.max(rss, process.memoryUsage.rss() - base)
    arrayBuffers = Math.max(arrayBuffers, process.memoryUsage().arrayBuffers)
  }, 5)
  const { concurrency, dedupe, rangeBytes, chunkBytes } = task
  const onProgress = ({ phase, transferred }: { phase: string; transferred: number }): void => {
    process.send?.({ kind: 'progress', phase, transferred })
  }
  const box = pithos.container('box')
  const sync = { prefix: task.object, concurrency, state: task.state ?? (false as const), onProgress }
  const { transferred } = await {
    up: () => uploadFile(object, task.path, { concurrency, dedupe, onProgress, signal }),
    upStream: () => {
      const source = chunkBytes === undefined ? createReadStream(task.path) : chunksOf(task.path, chunkBytes)
      return object.upload(source, { concurrency, onProgress, signal })
    },
    downStream: () => countBytes(object.download({ concurrency, onProgress, signal })),
    down: () => downloadFile(object, task.path, { concurrency, rangeBytes, onProgress, signal }),
    syncUp: () => syncUp(task.path, box, sync),
    syncDown: () => syncDown(box, task.path, sync),
  }[task.what]()
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
