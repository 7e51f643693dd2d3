import { randomBytes } from 'node:crypto'
import { AstakosClient } from '@kamaki/astakos'
import { CycladesComputeClient } from '@kamaki/cyclades'
import type { Emulator } from '@kamaki/emulator'
import { PithosClient, type PithosContainer } from '@kamaki/pithos'

/** The SDK as a user of the emulator, beside the page. */
function astakosOf(emulator: Emulator, user: string): AstakosClient {
  const { authUrl, users } = emulator.env()
  return new AstakosClient(authUrl, users[user]?.token ?? '')
}

function pithosOf(emulator: Emulator, user: string): Promise<PithosClient> {
  return astakosOf(emulator, user).client(PithosClient)
}

/** A container of a user's, which need not be there yet. */
export async function containerOf(emulator: Emulator, user: string, name: string): Promise<PithosContainer> {
  return (await pithosOf(emulator, user)).container(name)
}

/** Asks for a server, which is then built. */
export async function createServer(emulator: Emulator, user: string, name: string): Promise<void> {
  const compute = await astakosOf(emulator, user).client(CycladesComputeClient)
  const [[image], [flavor]] = await Promise.all([compute.images.list(), compute.flavors.list()])
  await compute.servers.create({ name, imageRef: image?.id ?? '', flavorRef: flavor?.id ?? 0 })
}

/** Bytes that no block of which is in the cloud before. */
export function someBytes(length: number): Buffer {
  return randomBytes(length)
}
