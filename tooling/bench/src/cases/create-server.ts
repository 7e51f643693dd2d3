import { CycladesComputeClient } from '@kamaki/cyclades'
import type { Target } from '../cloud.ts'

/** A server to ask for; its id. */
export async function createServer({ computeUrl, token }: Target): Promise<number> {
  const compute = new CycladesComputeClient(computeUrl, token)
  const [image] = await compute.images.list()
  const [flavor] = await compute.flavors.list()
  if (image === undefined || flavor === undefined) throw new Error('The cloud has no images or no flavors')
  const { id } = await compute.servers.create({ name: 'web', imageRef: image.id, flavorRef: flavor.id, networks: [] })
  return Number(id)
}
