import type { CreatedServer, NewCycladesServer, Server } from '@kamaki/cyclades'
import type { Cleanup } from './cleanup.ts'
import type { Person } from './person.ts'

/** Creates a server that goes away with the story. */
export async function createServer(who: Person, server: NewCycladesServer, cleanup: Cleanup): Promise<CreatedServer> {
  const made = await who.compute.servers.create(server)
  cleanup.add(`server ${server.name}`, () => deleteServer(who, made.id))
  return made
}

/** Deletes a server, whatever is being done to it, and waits until it is gone; fine if it is gone already. */
async function deleteServer(who: Person, id: Server['id']): Promise<void> {
  const { status } = await who.compute.servers.get(id)
  if (status === 'DELETED') return
  if (status === 'BUILD') await who.compute.servers.waitWhile(id, 'BUILD')
  await who.compute.servers.delete(id)
  await who.compute.servers.waitUntilDeleted(id)
}

/** An image that servers can be made of: the first public one. */
export async function anyImage(who: Person): Promise<string> {
  for await (const image of who.image.images.list()) return image.id
  throw new Error('the cloud has no image to make servers of')
}
