// Lets another project pay for a container when the one that pays has no room left.
import { randomBytes } from 'node:crypto'
import { availableQuota } from '@kamaki/astakos'
import { PithosClient } from '@kamaki/pithos'
import { example } from './cloud.ts'

const NEEDED = 1024 ** 4

await example(async ({ astakos }) => {
  const pithos = await astakos.client(PithosClient)
  const container = pithos.container(`course-${randomBytes(4).toString('hex')}`)
  await container.create()
  try {
    // To what project is this container assigned, and how much room has that?
    const { policy } = await container.info()
    const quotas = await astakos.quotas.get()
    const room = (project: string | undefined) => {
      const space = quotas[project ?? '']?.['pithos.diskspace']
      return space === undefined ? 0 : availableQuota(space)
    }
    console.log(
      `Container ${container.name} is assigned to project ${policy?.project}, which has ${room(policy?.project)} bytes left`,
    )
    if (room(policy?.project) >= NEEDED) {
      console.log('That is enough')
      return
    }
    // Reassign it to the other project that has most room.
    const [other] = Object.keys(quotas)
      .filter((project) => project !== policy?.project && room(project) > 0)
      .sort((a, b) => Number(room(b)) - Number(room(a)))
    if (other === undefined) {
      console.log('That is not enough, but there is no other project')
      return
    }
    await container.reassign(other)
    console.log(`That is not enough: it is reassigned to project ${(await container.info()).policy?.project}`)
  } finally {
    await container.delete()
  }
})
