import { createEmulator, type Emulator, type EmulatorOptions } from '@kamaki/emulator'
import { expect } from 'vitest'
import { cloudOf } from '../cloud-of.ts'

const ORIGIN = 'http://synnefo.test'

export interface Answer {
  status: number
  headers: Headers
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: what the API responds has no types here on purpose.
  body: any
}

/** A cloud whose clock stands still, and calls on it as one of its users. A bug of the emulator fails the test. */
export class Session {
  readonly emulator: Emulator
  readonly bugs: unknown[] = []
  imageId = ''

  constructor(options: EmulatorOptions = {}) {
    const onError = (error: unknown) => this.bugs.push(error)
    this.emulator = createEmulator({ clock: 'manual', onError, ...options })
  }

  static async open(options: EmulatorOptions = {}): Promise<Session> {
    const session = new Session(options)
    const { body } = await session.as('alice', 'GET', '/compute/v2.0/images')
    session.imageId = body.images[0].id
    return session
  }

  /** Calls a path under `/cyclades`. */
  async as(user: string | undefined, method: string, path: string, json?: unknown): Promise<Answer> {
    const headers: Record<string, string> = {}
    if (user) headers['X-Auth-Token'] = this.emulator.env().users[user]!.token
    if (json !== undefined) headers['Content-Type'] = 'application/json'
    const response = await this.emulator.fetch(`${ORIGIN}/cyclades${path}`, {
      method,
      headers,
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    })
    const text = await response.text()
    expect(this.bugs).toEqual([])
    const isJson = /json/.test(response.headers.get('content-type') ?? '') && /^[[{"]/.test(text)
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined }
  }

  alice(method: string, path: string, json?: unknown): Promise<Answer> {
    return this.as('alice', method, path, json)
  }

  bob(method: string, path: string, json?: unknown): Promise<Answer> {
    return this.as('bob', method, path, json)
  }

  get uuid(): string {
    return this.emulator.env().users['alice']!.uuid!
  }

  get projectId(): string {
    return String(this.emulator.env().vars?.['projectId'])
  }

  /** Lets background work that has begun end. */
  settle(): void {
    this.emulator.clock.runAll()
  }

  /** A server of alice that is running. */
  async server(more: Record<string, unknown> = {}): Promise<number> {
    const id = await this.building(more)
    this.settle()
    return id
  }

  /** A server of alice that is still being built. */
  async building(more: Record<string, unknown> = {}): Promise<number> {
    const server = { name: 'test', flavorRef: 1, imageRef: this.imageId, networks: [], ...more }
    const answer = await this.alice('POST', '/compute/v2.0/servers', { server })
    expect(answer.status, answer.text).toBe(202)
    return answer.body.server.id
  }

  async show(id: number): Promise<Answer['body']> {
    return (await this.alice('GET', `/compute/v2.0/servers/${id}`)).body.server
  }

  act(id: number, action: Record<string, unknown>): Promise<Answer> {
    return this.alice('POST', `/compute/v2.0/servers/${id}/action`, action)
  }

  /** A detached volume of alice. */
  async volume(more: Record<string, unknown> = {}): Promise<string> {
    const volume = { display_name: 'test', size: 1, volume_type: 1, ...more }
    const answer = await this.alice('POST', '/volume/v2.0/volumes', { volume })
    expect(answer.status, answer.text).toBe(202)
    return answer.body.volume.id
  }

  async showVolume(id: string | number): Promise<Answer['body']> {
    return (await this.alice('GET', `/volume/v2.0/volumes/${id}`)).body.volume
  }

  /** What alice uses of a resource in one of alice's projects. */
  usage(resource: string, project: string = this.uuid): number {
    return Number(cloudOf(this.emulator).quota.usage(this.uuid, project, resource)?.usage)
  }

  /** Every holding of the cloud that is not empty. */
  holdings(): string[] {
    return [...cloudOf(this.emulator).quota.entries()]
      .filter(([, , , { usageMin, usageMax }]) => usageMin !== 0n || usageMax !== 0n)
      .map(
        ([holder, source, resource, { usageMin, usageMax }]) =>
          `${holder} ${source} ${resource} ${usageMin} ${usageMax}`,
      )
  }
}
