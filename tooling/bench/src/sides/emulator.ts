// What the emulator's own work costs, as its objects grow in number: in process, without a socket. It is processor time, garbage
// collection included, since all sides create their objects at the same time, and nothing here waits.
import { setTimeout } from 'node:timers/promises'
import { createEmulator } from '@kamaki/emulator'
import type { CreateSide } from '../side.ts'
import { contentOf, objectName } from '../tree.ts'
import { setting } from './in-flight.ts'

/** Requests of each kind in a run. */
const requests = 200

/** What is in use when nothing is left to collect. */
async function usedMiB(): Promise<number> {
  globalThis.gc?.()
  // What requests leave behind is let go of a little later.
  await setTimeout(200)
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 2 ** 20
}

/** Processor time since then. */
function spentMs(from: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(from)
  return (user + system) / 1000
}

export const objects: CreateSide = async ({ settings }) => {
  const count = setting(settings, 'objects')
  const emulator = createEmulator()
  const { authUrl, users } = emulator.env()
  const { token = '', uuid = '' } = users['alice'] ?? {}
  const container = `${new URL(authUrl).origin}/pithos/object-store/v1/${uuid}/bench`
  const headers = { 'X-Auth-Token': token, 'Content-Type': 'application/octet-stream' }
  const send = async (method: string, path: string, body?: Uint8Array<ArrayBuffer>): Promise<void> => {
    const response = await emulator.fetch(`${container}${path}`, { method, headers, ...(body && { body }) })
    if (!response.ok) throw new Error(`${method} ${path} responded ${response.status}`)
    await response.arrayBuffer()
  }
  await send('PUT', '')
  const emptyMiB = await usedMiB()
  const creation = process.cpuUsage()
  for (let index = 0; index < count; index++) await send('PUT', `/${objectName(index)}`, contentOf(index))
  const createMs = spentMs(creation) / count
  const bytesEach = (((await usedMiB()) - emptyMiB) * 2 ** 20) / count

  /** Milliseconds for each request. */
  const time = async (work: (name: string) => Promise<void>): Promise<number> => {
    // The first shows what is worked out once after a change.
    await work(objectName(0))
    const from = process.cpuUsage()
    for (let index = 0; index < requests; index++) await work(objectName(Math.floor((count * index) / requests)))
    return spentMs(from) / requests
  }
  return {
    async run() {
      return {
        createMs,
        bytesEach,
        pageMs: await time((name) => send('GET', `?format=json&limit=100&marker=${encodeURIComponent(name)}`)),
        headMs: await time((name) => send('HEAD', `/${name}`)),
        headContainerMs: await time(() => send('HEAD', '')),
        putMs: await time((name) => send('PUT', `/${name}`, contentOf(0))),
      }
    },
  }
}
