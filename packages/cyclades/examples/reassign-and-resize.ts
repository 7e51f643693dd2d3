// Resizes a server to more memory, charged to a project that has room for it.
import { availableQuota } from '@kamaki/astakos'
import { CycladesComputeClient } from '@kamaki/cyclades'
import { example } from '../../astakos/examples/cloud.ts'
import { pickFlavor, pickImage, remove } from './pick.ts'

await example(async ({ astakos }) => {
  const compute = await astakos.client(CycladesComputeClient)
  const { servers } = compute
  const small = await pickFlavor(compute)
  // What a server can be resized to: the disk stays as it is.
  const large = await pickFlavor(
    compute,
    ({ ram, disk, ...flavor }) =>
      ram > small.ram && disk === small.disk && flavor['SNF:volume_type'] === small['SNF:volume_type'],
  )
  const { id, tenant_id } = await servers.create({
    name: `example-${Date.now()}`,
    imageRef: (await pickImage(compute)).id,
    flavorRef: small.id,
    networks: [],
  })
  try {
    await servers.waitUntil(id, 'ACTIVE')

    // Another project that has the memory, or else the one that pays already.
    const quotas = await astakos.quotas.get()
    const other = Object.keys(quotas).find((project) => {
      const memory = quotas[project]?.['cyclades.ram']
      return project !== tenant_id && memory !== undefined && availableQuota(memory) >= large.ram * 1024 ** 2
    })
    if (other !== undefined) {
      await servers.reassign(id, { project: other })
      console.log(`Server ${id} is now charged to project ${(await servers.get(id)).tenant_id}`)
    }

    // Only a server that is off can be resized. Its status is STOPPED throughout: waiting goes by what is being done.
    await servers.shutdown(id)
    await servers.waitUntil(id, 'STOPPED')
    await servers.resize(id, large.id)
    const { flavor } = await servers.waitUntil(id, 'STOPPED')
    console.log(`From flavor ${small.name} to ${(await compute.flavors.get(flavor.id)).name}`)
    await servers.start(id)
    console.log(`It is ${(await servers.waitUntil(id, 'ACTIVE')).status} again`)
  } finally {
    await remove(compute, id)
  }
})
