// Uploads a file and registers it as an image, in one call with progress; shares it; takes it back.
import { parseArgs } from 'node:util'
import { type Image, ImageClient, type NewImage } from '@kamaki/image'
import { PithosClient, type PithosObject, type UploadOptions } from '@kamaki/pithos'
import { example } from '../../astakos/examples/cloud.ts'

/**
 * Uploads a file to Pithos and registers it as an image. Packages do not depend on each other, so that this lives here: copy it.
 *
 * Only the blocks that the cloud lacks are sent. If registering fails the file stays, for the next try.
 */
export async function uploadImage(
  images: ImageClient['images'],
  object: PithosObject,
  source: Parameters<PithosObject['upload']>[0],
  { onProgress, signal, ...image }: Omit<NewImage, 'location'> & Pick<UploadOptions, 'onProgress' | 'signal'>,
): Promise<Image> {
  const upload = { contentType: 'application/octet-stream', onProgress, signal }
  const { bytes } = await object.upload(source, upload)
  const location = { account: object.account, container: object.container, object: object.name }
  const made = await images.register({ ...image, location }, { signal })
  // The registry compares no sizes: this is how to know that it is all there.
  if (made.size !== bytes) throw new Error(`${bytes} bytes were uploaded, the image has ${made.size}`)
  return made
}

await example(async ({ astakos }) => {
  const { values } = parseArgs({ options: { keep: { type: 'boolean', default: false } } })
  const { images, members } = await astakos.client(ImageClient)
  const pithos = await astakos.client(PithosClient)
  const container = pithos.container(`example-images-${Date.now()}`)
  await container.create()
  try {
    // In place of a real disk: 9 MiB, of which most is empty, as disks are.
    const disk = new Uint8Array(9 * 1024 * 1024)
    disk.set(new TextEncoder().encode('A disk image would be here.'))

    const image = await uploadImage(images, container.object('my.diskdump'), disk, {
      name: 'My Debian',
      properties: { osfamily: 'linux', os: 'debian', root_partition: '1', users: 'root' },
      onProgress: ({ phase, loaded, total }) => console.log(`${phase}: ${loaded} of ${total} bytes`),
    })
    console.log(`Image ${image.id}: ${image.name}, ${image.size} bytes, ${image.status}`)

    // Properties are merged, an empty one goes.
    const changed = await images.update(image.id, { properties: { description: 'Με ελληνικά', users: '' } })
    console.log(`Properties: ${JSON.stringify(changed.properties)}`)

    // Others see it once they are members.
    await members.add(image.id, 'somebody@example.org')
    const names = (await members.list(image.id)).map(({ member_id }) => member_id)
    console.log(`${names.length} may use it`)

    if (values.keep) return
    await images.delete(image.id)
    console.log('It is not an image any more; its file is still there')
  } finally {
    if (!values.keep) {
      await container.empty()
      await container.delete()
    }
  }
})
