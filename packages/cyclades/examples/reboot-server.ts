// Restarts a server, gently and then less so, and turns it off and on.
import { CycladesComputeClient } from '@kamaki/cyclades'
import { example } from '../../astakos/examples/cloud.ts'
import { pickFlavor, pickImage, remove } from './pick.ts'

await example(async ({ astakos }) => {
  const compute = await astakos.client(CycladesComputeClient)
  const { servers } = compute
  const { id } = await servers.create({
    name: `example-${Date.now()}`,
    imageRef: (await pickImage(compute)).id,
    flavorRef: (await pickFlavor(compute)).id,
    networks: [],
  })
  try {
    await servers.waitUntil(id, 'ACTIVE')

    // Right after an action the status is still ACTIVE: waiting looks at what is being done as well.
    for (const type of ['SOFT', 'HARD'] as const) {
      await servers.reboot(id, { type })
      const server = await servers.waitUntil(id, 'ACTIVE')
      console.log(`${type} reboot: server ${id} is ${server.status} again`)
    }

    await servers.shutdown(id)
    console.log(`Turned off: ${(await servers.waitUntil(id, 'STOPPED')).status}`)
    await servers.start(id)
    console.log(`Turned on: ${(await servers.waitUntil(id, 'ACTIVE')).status}`)
  } finally {
    await remove(compute, id)
  }
})
