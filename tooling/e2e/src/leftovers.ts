import type { Person } from './person.ts'

/** What a user still has whose name holds `label`. */
export async function leftovers(who: Person, label: string): Promise<string[]> {
  const named = (kind: string, names: readonly (string | null | undefined)[]): string[] =>
    names.filter((name) => name?.includes(label)).map((name) => `${kind} ${name} of ${who.name}`)
  const [servers, keypairs, volumes, snapshots, networks, ports, images, containers] = await Promise.all([
    who.compute.servers.list().toArray(),
    who.compute.keypairs.list().toArray(),
    who.storage.volumes.list().toArray(),
    who.storage.snapshots.list().toArray(),
    who.network.networks.list().toArray(),
    who.network.ports.list().toArray(),
    who.image.images.list().toArray(),
    who.pithos.containers.list().toArray(),
  ])
  return [
    ...named(
      'server',
      servers.map(({ name }) => name),
    ),
    ...named(
      'keypair',
      keypairs.map(({ name }) => name),
    ),
    ...named(
      'volume',
      volumes.map((volume) => volume.display_name),
    ),
    ...named(
      'snapshot',
      snapshots.map((snapshot) => snapshot.display_name),
    ),
    ...named(
      'network',
      networks.map(({ name }) => name),
    ),
    ...named(
      'port',
      ports.map(({ name }) => name),
    ),
    ...named(
      'image',
      images.map(({ name }) => name),
    ),
    ...named(
      'container',
      containers.map(({ name }) => name),
    ),
  ]
}
