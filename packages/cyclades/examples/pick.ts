// What the examples run with: an image and a flavor that any cloud should have.
import type { CycladesComputeClient, Flavor, Image } from '@kamaki/cyclades'

/** The image of KAMAKI_IMAGE (an id or a name), or the first public Linux. */
export async function pickImage(compute: CycladesComputeClient): Promise<Image> {
  const wanted = process.env['KAMAKI_IMAGE']
  for await (const image of compute.images.listDetail()) {
    const fits = wanted
      ? wanted === image.id || wanted === image.name
      : image.public && !image.is_snapshot && image.metadata['osfamily'] === 'linux'
    if (fits) return image
  }
  throw new Error(wanted ? `There is no image ${wanted}` : 'There is no public Linux image; name one in KAMAKI_IMAGE')
}

/** The smallest flavor that fits, by memory. */
export async function pickFlavor(
  compute: CycladesComputeClient,
  fits: (flavor: Flavor) => boolean = () => true,
): Promise<Flavor> {
  const flavors = await compute.flavors.listDetail()
  const [smallest] = flavors
    .filter((flavor) => flavor['SNF:allow_create'] && fits(flavor))
    .sort((a, b) => a.ram - b.ram || a.vcpus - b.vcpus || a.disk - b.disk)
  if (smallest === undefined) throw new Error('There is no such flavor')
  return smallest
}

/** Removes a server and waits until it is gone. */
export async function remove(compute: CycladesComputeClient, id: number): Promise<void> {
  await compute.servers.delete(id)
  await compute.servers.waitUntilDeleted(id)
}
