// Creates a server in a project that has room for it.
import { availableQuota, type UserQuotas } from '@kamaki/astakos'
import { CycladesComputeClient, type Flavor } from '@kamaki/cyclades'
import { example } from '../../astakos/examples/cloud.ts'
import { pickFlavor, pickImage, remove } from './pick.ts'

/** What a server of a flavor takes. Memory and disk are in bytes here, in MiB and GiB in the flavor. */
const needs = (flavor: Flavor): Record<string, number> => ({
  'cyclades.vm': 1,
  'cyclades.cpu': flavor.vcpus,
  'cyclades.ram': flavor.ram * 1024 ** 2,
  'cyclades.disk': flavor.disk * 1024 ** 3,
})

/** The first project that has room for a server, or undefined. */
function projectFor(flavor: Flavor, quotas: UserQuotas): string | undefined {
  return Object.keys(quotas).find((project) =>
    Object.entries(needs(flavor)).every(([resource, amount]) => {
      const counters = quotas[project]?.[resource]
      return counters !== undefined && availableQuota(counters) >= amount
    }),
  )
}

await example(async ({ astakos }) => {
  const compute = await astakos.client(CycladesComputeClient)
  const flavor = await pickFlavor(compute)
  const image = await pickImage(compute)
  const project = projectFor(flavor, await astakos.quotas.get())
  if (project === undefined) {
    console.log(`No project has room for a server of flavor ${flavor.name}`)
    return
  }
  console.log(`Project ${project} has room for a server of flavor ${flavor.name}`)
  const server = await compute.servers.create({
    name: `example-${Date.now()}`,
    imageRef: image.id,
    flavorRef: flavor.id,
    project,
    networks: [],
  })
  try {
    await compute.servers.waitUntil(server.id, 'ACTIVE')
    const counters = (await astakos.quotas.get())[project]?.['cyclades.vm']
    console.log(
      `Server ${server.id} runs; the project has ${counters?.project_usage} of ${counters?.project_limit} servers`,
    )
  } finally {
    await remove(compute, server.id)
  }
})
