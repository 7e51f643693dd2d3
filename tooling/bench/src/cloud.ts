import { openAsBlob } from 'node:fs'
import { Child } from './children.ts'
import type { CloudOrder, CloudReady, CloudSettings } from './cloud-program.ts'
import type { LineSettings } from './line-program.ts'
import { containerName, objectPath } from './paths.ts'

/** Where sides find the cloud. */
export interface Target {
  readonly computeUrl: string
  readonly pithosUrl: string
  readonly token: string
  readonly uuid: string
}

/** What a cloud is like. */
export interface CloudOptions extends CloudSettings {
  /** A line on the way to it. Default: none. */
  readonly line?: Omit<LineSettings, 'port'> | undefined
}

/** The emulator in a process of its own, all in memory. */
export class Cloud {
  readonly #child: Child
  readonly #line: Child | undefined
  /** Past the line. */
  readonly #direct: Target
  readonly target: Target

  private constructor(child: Child, line: Child | undefined, { direct, target }: { direct: Target; target: Target }) {
    this.#child = child
    this.#line = line
    this.#direct = direct
    this.target = target
  }

  static async start({ line, ...settings }: CloudOptions = {}): Promise<Cloud> {
    const child = new Child('cloud-program', settings)
    const { port, token, uuid, requestMs } = (await child.ready) as CloudReady
    if (settings.cost === 'real' && requestMs < 10) {
      await child.close({ do: 'close' } satisfies CloudOrder)
      throw new Error(`The emulator does not know \`cost: 'real'\`: a HEAD took ${requestMs.toFixed(1)} ms`)
    }
    const targetAt = (at: number): Target => {
      const origin = `http://127.0.0.1:${at}`
      const urls = { computeUrl: `${origin}/cyclades/compute/v2.0`, pithosUrl: `${origin}/pithos/object-store/v1` }
      return { token, uuid, ...urls }
    }
    const direct = targetAt(port)
    if (line === undefined) return new Cloud(child, undefined, { direct, target: direct })
    const lineChild = new Child('line-program', { ...line, port } satisfies LineSettings)
    const { port: linePort } = (await lineChild.ready) as { port: number }
    return new Cloud(child, lineChild, { direct, target: targetAt(linePort) })
  }

  /** Forgets everything that was stored. */
  async reset(): Promise<void> {
    await this.#order({ do: 'reset' })
  }

  /** Creates the container with the objects of a tree of files. */
  async seed(objects: number): Promise<void> {
    await this.#order({ do: 'seed', container: containerName, objects })
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
    await this.#line?.close({ do: 'close' })
    await this.#child.close({ do: 'close' } satisfies CloudOrder)
  }

  #order(order: CloudOrder): Promise<unknown> {
    return this.#child.ask(order)
  }
}
