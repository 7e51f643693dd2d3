import { ConnectionError } from '@kamaki/core'
import { hashBlock, rootHash, type TransferProgress } from '@kamaki/pithos'
import { signIn, someBytes } from '../cloud.ts'
import { equal, equalBytes, ok, rejection } from '../expect.ts'
import type { Check } from './check.ts'
import { inContainer } from './objects.ts'

const MiB = 2 ** 20

/** A stream of these bytes, in pieces; it tells when it is let go of. */
function streamOf(bytes: Uint8Array, onCancel?: () => void): ReadableStream<Uint8Array> {
  let offset = 0
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (offset >= bytes.length) return controller.close()
      controller.enqueue(bytes.slice(offset, offset + 100_000))
      offset += 100_000
    },
    cancel: () => onCancel?.(),
  })
}

/** Block transfer. */
export const transferChecks: readonly Check[] = [
  {
    name: 'hashes blocks as the cloud does',
    async run() {
      const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
      equal(await hashBlock(new Uint8Array(4096)), empty, 'a block of zero bytes')
      equal(await rootHash([]), empty, 'no block')
    },
  },
  {
    name: 'uploads a File by its blocks, with progress; again, sending nothing; and downloads it',
    run: (clients) =>
      inContainer(clients, async (container) => {
        const bytes = someBytes(9 * MiB + 12_345)
        const file = new File([bytes], 'film.mov', { type: 'video/quicktime' })
        const object = container.object('film.mov')
        const steps: TransferProgress[] = []
        const first = await object.upload(file, { onProgress: (step) => steps.push(step) })
        equal([first.bytes, first.transferred], [bytes.length, bytes.length], 'what travelled')
        for (const phase of ['hashing', 'sending', 'done'] as const)
          ok(
            steps.filter((step) => step.phase === phase).at(-1)?.loaded === bytes.length,
            `${phase} is told to its end`,
          )
        equal((await object.info()).contentType, 'video/quicktime', 'the type is that of the File')
        const again = await container.object('copy.mov').upload(file)
        equal(again.transferred, 0, 'what travelled the second time')

        const download = object.download()
        equalBytes(await download.bytes(), bytes, 'the download')
        equal(download.result?.verified, true, 'verified')
        const blob = await object.download().blob()
        equal([blob.size, blob.type], [bytes.length, 'video/quicktime'], 'the Blob')
        equalBytes(
          await object.download({ range: { first: 5 * MiB, last: 5 * MiB + 99 } }).bytes(),
          bytes.slice(5 * MiB, 5 * MiB + 100),
          'a part',
        )
      }),
  },
  {
    name: 'uploads a stream of unknown length, and downloads it as a stream',
    run: (clients) =>
      inContainer(clients, async (container) => {
        const bytes = someBytes(6 * MiB + 1)
        const object = container.object('stream')
        equal((await object.upload(streamOf(bytes))).bytes, bytes.length, 'what was sent')
        const received = new Uint8Array(bytes.length)
        let offset = 0
        const reader = object.download().stream().getReader()
        for (let step = await reader.read(); !step.done; step = await reader.read()) {
          received.set(step.value, offset)
          offset += step.value.length
        }
        equalBytes(received, bytes, 'what came')
        await container.object('small').upload(streamOf(bytes.slice(0, 1000)))
        equal((await container.object('small').info()).bytes, 1000, 'a short stream')
        await container.object('put').put(() => streamOf(bytes.slice(0, 500_000)))
        equal((await container.object('put').info()).bytes, 500_000, 'a stream in one request')
      }),
  },
  {
    name: 'stops an upload and a download midway, at once, with the reason given',
    run: (clients) =>
      inContainer(clients, async (container) => {
        const bytes = someBytes(12 * MiB)
        const object = container.object('half')
        const abort = new AbortController()
        const reason = new Error('enough')
        const onProgress = ({ phase, transferred }: TransferProgress): void => {
          if (phase === 'sending' && transferred > 0) abort.abort(reason)
        }
        const uploading = object.upload(new Blob([bytes]), { signal: abort.signal, onProgress, concurrency: 1 })
        ok((await rejection(uploading)) === reason, 'the upload ends with the reason')
        equal(await object.exists(), false, 'there is an object')

        let letGo = false
        const stop = new AbortController()
        const streaming = container.object('half').upload(
          streamOf(someBytes(32 * MiB), () => {
            letGo = true
          }),
          {
            signal: stop.signal,
            concurrency: 1,
            onProgress: ({ transferred }) => transferred > 0 && stop.abort(reason),
          },
        )
        ok((await rejection(streaming)) === reason, 'the stream ends with the reason')
        ok(letGo, 'the stream is let go of')

        await object.upload(bytes)
        const leave = new AbortController()
        const downloading = object.download({
          signal: leave.signal,
          concurrency: 1,
          rangeBytes: 4 * MiB,
          onProgress: ({ transferred }) => transferred > 0 && leave.abort(reason),
        })
        ok((await rejection(downloading.bytes())) === reason, 'the download ends with the reason')
      }),
  },
  {
    name: 'goes on after a connection that breaks',
    run: async (_clients, place) => {
      let calls = 0
      const flaky: typeof fetch = (input, init) => {
        // Every third request finds no server, as when a phone changes its network.
        calls += 1
        return calls % 3 === 0 ? fetch(place.nowhereUrl, init) : fetch(input, init)
      }
      const clients = await signIn(place, { fetch: flaky, retry: { baseMs: 1 } })
      await inContainer(clients, async (container) => {
        const bytes = someBytes(9 * MiB)
        await container.object('film').upload(bytes)
        equalBytes(await container.object('film').download().bytes(), bytes, 'the download')
      })
      ok(calls > 9, 'requests were lost')
      const lost = await rejection(signIn(place, { fetch: () => fetch(place.nowhereUrl), retry: false }))
      ok(ConnectionError.isInstance(lost), 'a server that is not there')
    },
  },
]
