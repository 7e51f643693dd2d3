import { liveVersion, type ObjectNode, type Version } from './nodes.ts'

/** Live objects by their uuid, and by the domains of their metadata other than that of headers. */
export class ObjectIndex {
  /** One object, or several: a copy over itself can make that. */
  readonly #byUuid: Map<string, ObjectNode | readonly ObjectNode[]> = new Map()
  readonly #byDomain: Map<string, Set<ObjectNode>> = new Map()

  /** The live object with this uuid, the latest of several. */
  withUuid(uuid: string): ObjectNode | undefined {
    let best: ObjectNode | undefined
    for (const node of this.#with(uuid))
      if (!best || (liveVersion(node)?.serial ?? 0) > (liveVersion(best)?.serial ?? 0)) best = node
    return best
  }

  inDomain(domain: string): Iterable<ObjectNode> {
    return this.#byDomain.get(domain) ?? []
  }

  add({ uuid, meta }: Version, node: ObjectNode): void {
    const others = this.#with(uuid).filter((other) => other !== node)
    this.#byUuid.set(uuid, others.length === 0 ? node : [...others, node])
    for (const domain of meta.keys()) {
      if (domain === 'pithos') continue
      const nodes = this.#byDomain.get(domain)
      if (nodes) nodes.add(node)
      else this.#byDomain.set(domain, new Set([node]))
    }
  }

  remove({ uuid, meta }: Version, node: ObjectNode): void {
    const others = this.#with(uuid).filter((other) => other !== node)
    const [other] = others
    if (!other) this.#byUuid.delete(uuid)
    else this.#byUuid.set(uuid, others.length === 1 ? other : others)
    for (const domain of meta.keys()) this.#byDomain.get(domain)?.delete(node)
  }

  #with(uuid: string): readonly ObjectNode[] {
    const found = this.#byUuid.get(uuid)
    if (found === undefined) return []
    return 'name' in found ? [found] : found
  }
}
