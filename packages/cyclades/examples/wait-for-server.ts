// Waits for a server in the ways there are: with progress, with a limit, and with an end by hand.
import { WaitFailedError, WaitTimeoutError } from '@kamaki/core'
import { CycladesComputeClient } from '@kamaki/cyclades'
import { example } from '../../astakos/examples/cloud.ts'
import { pickFlavor, pickImage, remove } from './pick.ts'

await example(async ({ astakos }) => {
  const compute = await astakos.client(CycladesComputeClient)
  const image = await pickImage(compute)
  const flavor = await pickFlavor(compute)
  const { id } = await compute.servers.create({
    name: `example-${Date.now()}`,
    imageRef: image.id,
    flavorRef: flavor.id,
    networks: [],
  })
  try {
    // Not long enough for any cloud: the error has what was seen last.
    try {
      await compute.servers.waitUntil(id, 'ACTIVE', { timeoutMs: 100 })
    } catch (error) {
      if (!WaitTimeoutError.isInstance(error)) throw error
      console.log(`Not yet: ${error.message}`)
    }
    // Until it runs; the program can end the wait as well.
    const stop = new AbortController()
    process.once('SIGINT', () => stop.abort(new Error('interrupted')))
    try {
      const server = await compute.servers.waitUntil(id, 'ACTIVE', {
        signal: stop.signal,
        onPoll: ({ status, progress }, { elapsedMs }) => console.log(`${status} ${progress}% after ${elapsedMs} ms`),
      })
      console.log(`Server ${server.id} is ${server.status}`)
    } catch (error) {
      // It is in ERROR, or has been deleted: it will not become ACTIVE.
      if (WaitFailedError.isInstance(error)) {
        for await (const { level, message } of compute.servers.diagnostics(id)) console.log(`${level}: ${message}`)
      }
      throw error
    }
  } finally {
    await remove(compute, id)
  }
})
