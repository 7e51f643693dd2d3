// The program of a page that came over plain HTTP from another host: runs what it is told to, and tells how it went.
import { TransferError } from '@kamaki/core'
import { checks, runCheck } from './checks/index.ts'
import { inContainer } from './checks/objects.ts'
import { type Place, signIn, someBytes } from './cloud.ts'
import { ok, rejection } from './expect.ts'

/** What no page can do there. */
const hashes = /upload|download|hashes|goes on after/

async function play(place: Place): Promise<string[]> {
  if (isSecureContext || globalThis.crypto.subtle !== undefined) throw new Error('this is a secure context')
  const names = checks.map(({ name }) => name).filter((name) => !hashes.test(name))
  for (const name of names) await runCheck(name, place)
  await inContainer(await signIn(place), async (container) => {
    const error = await rejection(container.object('film').upload(someBytes(5_000_000)))
    ok(TransferError.isInstance(error) && error.message.includes('https://'), String(error))
    await container.object('form').postForm(new Blob(['x']))
  })
  return names
}

addEventListener('message', async ({ data }: MessageEvent<Place>) => {
  const answer = await play(data).then(
    (names) => ({ names }),
    (error: unknown) => ({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
  parent.postMessage(answer, '*')
})
parent.postMessage('ready', '*')
