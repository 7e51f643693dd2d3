// Creates a server with a key, a file and metadata, waits until it runs, and removes it.
import { CycladesComputeClient } from '@kamaki/cyclades'
import { example } from '../../astakos/examples/cloud.ts'
import { pickFlavor, pickImage, remove } from './pick.ts'

await example(async ({ astakos }) => {
  const compute = await astakos.client(CycladesComputeClient)
  const image = await pickImage(compute)
  const flavor = await pickFlavor(compute)
  const name = `example-${Date.now()}`

  // A keypair: the private half is shown this once.
  const { private_key } = await compute.keypairs.create({ name })
  console.log(`Keypair ${name}, private key of ${private_key?.length} characters`)
  try {
    const server = await compute.servers.create({
      name,
      imageRef: image.id,
      flavorRef: flavor.id,
      'SNF:key_names': [name],
      personality: [{ path: '/etc/motd', contents: 'Καλώς ήρθατε!\n', mode: 0o644 }],
      metadata: { purpose: 'example' },
      tags: ['example'],
      networks: [],
    })
    // The password is shown this once, too.
    console.log(`Server ${server.id} is being built; its password has ${server.adminPass.length} characters`)
    try {
      const running = await compute.servers.waitUntil(server.id, 'ACTIVE')
      console.log(`${running.name} is ${running.status}, a ${running.metadata['os']} for ${running.metadata['users']}`)
    } finally {
      await remove(compute, server.id)
      console.log('It is deleted')
    }
  } finally {
    await compute.keypairs.delete(name)
  }
})
