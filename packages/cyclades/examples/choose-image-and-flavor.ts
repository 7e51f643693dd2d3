// Looks through images and flavors for what a server is to have.
import { CycladesComputeClient, type Image } from '@kamaki/cyclades'
import { example } from '../../astakos/examples/cloud.ts'
import { pickFlavor } from './pick.ts'

await example(async ({ astakos }) => {
  const compute = await astakos.client(CycladesComputeClient)

  // Images: by who has made them, and what is in them.
  const images: Image[] = []
  for await (const image of compute.images.listDetail()) {
    const { os = 'unknown', users = 'nobody' } = image.metadata
    console.log(
      `${image.id}  ${image.name.padEnd(24)} ${os}, ${users} can log in${image.is_snapshot ? ', a snapshot' : ''}`,
    )
    if (image.metadata['osfamily'] === 'linux') images.push(image)
  }
  console.log(`${images.length} are Linux`)

  // Flavors: at least 2 CPUs and 2 GiB of memory, on disks that can be taken from one server to another.
  const flavor = await pickFlavor(
    compute,
    ({ vcpus, ram, ...other }) => vcpus >= 2 && ram >= 2048 && other['SNF:disk_template'].startsWith('ext_'),
  )
  console.log(`Flavor ${flavor.id} (${flavor.name}): ${flavor.vcpus} CPUs, ${flavor.ram} MiB, ${flavor.disk} GiB`)
})
