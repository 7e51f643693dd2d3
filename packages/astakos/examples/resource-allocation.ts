// Reserves a floating IP at the cost of a project, and releases it.
import { availableQuota } from '@kamaki/astakos'
import { CycladesNetworkClient } from '@kamaki/network'
import { example } from './cloud.ts'

await example(async ({ astakos }) => {
  // A project that I am a member of, with room for another address.
  const quotas = await astakos.quotas.get()
  const projects = await astakos.projects.list({ mode: 'member' })
  const project = projects.find(({ id, system_project: own }) => {
    const addresses = quotas[id]?.['cyclades.floating_ip']
    return !own && addresses !== undefined && availableQuota(addresses) > 0
  })
  if (project === undefined) {
    console.log('None of your projects has room for another IP')
    return
  }
  const network = await astakos.client(CycladesNetworkClient)
  const address = await network.floatingIps.create({ project: project.id })
  console.log(`IP ${address.floating_ip_address} is reserved for you, and charged to project ${project.name}`)
  await network.floatingIps.delete(address.id)
  console.log('It is released')
})
