// Looks through the images that there are: all, filtered, ordered, and one in full.
import { ImageClient } from '@kamaki/image'
import { example } from '../../astakos/examples/cloud.ts'

const MiB = 1024 * 1024

await example(async ({ astakos }) => {
  const { images } = await astakos.client(ImageClient)

  // What all images are called; `order` and filters are applied by the client.
  for await (const { id, name, size } of images.listSummaries({ order: 'name' }))
    console.log(`${id}  ${name}, ${(size / MiB).toFixed(1)} MiB`)

  // All there is to know of them, and more to filter by: here, what is public and runs Linux.
  const linux = await images.list({ isPublic: true, isSnapshot: false, properties: { osfamily: 'linux' } })
  for (const { name, properties, owner } of linux)
    console.log(`${name}: ${properties['os']}, log in as ${properties['users']}; made by ${owner}`)

  const [first] = linux
  if (first === undefined) return
  const { status, diskFormat, updatedAt, location } = await images.get(first.id)
  console.log(`${first.name} is ${status}, a ${diskFormat} of ${updatedAt.toISOString()} at ${location}`)
})
