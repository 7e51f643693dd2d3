import { openAsBlob } from 'node:fs'
import { Child } from './children.ts'
import type { CloudOrder, CloudReady, CloudSettings } from './cloud-program.ts'
import { containerName, objectPath } from './paths.ts'

/** Where sides find the cloud. */
export interface Target {
  readonly computeUrl: string
  readonly pithosUrl: string
  readonly token: string
  readonly uuid: string
}

/** The emulator in a process of its own, all in memory. */
export class Cloud {
  readonly #child: Child
  /** Past the line. */
  readonly #direct: Target
  readonly target: Target

  private constructor(child: Child, { directPort, port, token, uuid }: CloudReady) {
    const targetAt = (at: number): Target => {
      const origin = `http://127.0.0.1:${at}`
      const urls = { computeUrl: `${origin}/cyclades/compute/v2.0`, pithosUrl: `${origin}/pithos/object-store/v1` }
      return { token, uuid, ...urls }
    }
    this.#child = child
    this.#direct = targetAt(directPort)
    this.target = targetAt(port)
  }

  static async start(settings: CloudSettings = {}): Promise<Cloud> {
    const child = new Child('cloud-program', settings)
    return new Cloud(child, (await child.ready) as CloudReady)
  }

  /** Forgets everything that was stored. */
  async reset(): Promise<void> {
    await this.#order({ do: 'reset' })
  }

  /** Creates the container with the objects of a tree of files. */
  async seed(objects: number, bytes?: number): Promise<void> {
    await this.#order({ do: 'seed', container: containerName, objects, bytes })
  }

  /** Stores a file as the object of the container. */
  async store(file: string): Promise<void> {
    await this.#put(containerName)
    await this.#put(objectPath, await openAsBlob(file))
  }

  async #put(path: string, body?: Blob): Promise<void> {
    const { pithosUrl, token, uuid } = this.#direct
    const headers = { 'X-Auth-Token': token, 'Content-Type': 'application/octet-stream' }
    const response = await fetch(`${pithosUrl}/${uuid}/${path}`, { method: 'PUT', headers, body: body ?? null })
    if (!response.ok) throw new Error(`PUT ${path} responded ${response.status}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.close({ do: 'close' } satisfies CloudOrder)
  }

  #order(order: CloudOrder): Promise<unknown> {
    return this.#child.ask(order)
  }
}
