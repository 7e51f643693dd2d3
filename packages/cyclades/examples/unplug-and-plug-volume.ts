// Takes a volume with its data from one server to another.
import { CycladesBlockStorageClient, CycladesComputeClient } from '@kamaki/cyclades'
import { example } from '../../astakos/examples/cloud.ts'
import { pickFlavor, pickImage, remove } from './pick.ts'

await example(async ({ astakos }) => {
  const compute = await astakos.client(CycladesComputeClient)
  const storage = await astakos.client(CycladesBlockStorageClient)

  // Not all volumes can be taken off a server: that is a matter of their type, which servers of a flavor share.
  const detachable = (await storage.types.list()).filter((type) => type['SNF:detachable']).map(({ id }) => id)
  const flavor = await pickFlavor(compute, (candidate) => detachable.includes(candidate['SNF:volume_type']))
  const image = await pickImage(compute)
  const ids: number[] = []
  try {
    for (const name of ['first', 'second']) {
      const made = await compute.servers.create({ name, imageRef: image.id, flavorRef: flavor.id, networks: [] })
      ids.push(made.id)
    }
    const [first = 0, second = 0] = ids
    await Promise.all(ids.map((id) => compute.servers.waitUntil(id, 'ACTIVE')))

    const volume = await storage.volumes.create({
      display_name: 'data',
      size: 1,
      server_id: first,
      metadata: { of: 'first' },
    })
    await storage.volumes.waitUntil(volume.id, 'in_use')
    await compute.servers.waitUntilIdle(first)
    console.log(`Volume ${volume.id} is on server ${first}`)

    // Unplug: better not while the server writes to it.
    await compute.volumeAttachments.detach(first, volume.id)
    await storage.volumes.waitUntil(volume.id, 'available')
    console.log(`Volume ${volume.id} is on no server`)

    // Plug.
    await compute.volumeAttachments.attach(second, volume.id)
    const { attachments } = await storage.volumes.waitUntil(volume.id, 'in_use')
    console.log(`Volume ${volume.id} is on server ${attachments[0]?.server_id}`)
    await compute.servers.waitUntilIdle(second)
  } finally {
    // The volume goes with the server that has it.
    await Promise.all(ids.map((id) => remove(compute, id)))
  }
})
