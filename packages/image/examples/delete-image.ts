// Takes an image out of the registry. Its file in Pithos stays.
//
//     tsx delete-image.ts "Name or id of the image"
import { ImageClient, parseLocation } from '@kamaki/image'
import { PithosClient } from '@kamaki/pithos'
import { example } from '../../astakos/examples/cloud.ts'

await example(async ({ astakos, emulated }) => {
  const { images } = await astakos.client(ImageClient)
  const { user } = await astakos.authenticate()
  const wanted = process.argv[2] ?? (emulated ? await somethingToLose() : '')

  // Only the user's own can be deleted.
  const own = await images.list({ owner: user.id, isSnapshot: false })
  const found = own.filter(({ id, name }) => id === wanted || name === wanted)
  const [image] = found
  if (image === undefined || found.length > 1) {
    console.log(`${found.length} of your images are called "${wanted}". You have:`)
    for (const { id, name } of own) console.log(`${id}  ${name}`)
    return
  }
  await images.delete(image.id)
  const { container, object } = parseLocation(image.location)
  console.log(`${image.name} is not an image any more. Its file is still there: ${container}/${object}`)

  /** An image for this example to work on, on the emulator. */
  async function somethingToLose(): Promise<string> {
    const pithos = await astakos.client(PithosClient)
    const files = pithos.container('images')
    await files.create()
    await files.object('old.diskdump').upload(new TextEncoder().encode('A disk image would be here.'))
    await images.register({ name: 'Old', location: [user.id, 'images', 'old.diskdump'] })
    return 'Old'
  }
})
