// Another project pays for a container, and for what is in it.
import { PithosClient } from '@kamaki/pithos'
import { example } from '../../astakos/examples/cloud.ts'

await example(async ({ astakos }) => {
  const pithos = await astakos.client(PithosClient)
  const container = pithos.container(`reassign-${Date.now()}`)
  await container.create()
  try {
    await container.object('file').upload('some content')
    const { policy } = await container.info()
    console.log(`${container.name} is paid for by project ${policy?.project}`)
    const other = Object.keys(await astakos.quotas.get()).find((project) => project !== policy?.project)
    if (other === undefined) {
      console.log('There is no other project')
      return
    }
    await container.reassign(other)
    console.log(`Now by project ${(await container.info()).policy?.project}`)
  } finally {
    await container.empty()
    await container.delete()
  }
})
