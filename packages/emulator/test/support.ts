import { createEmulator, type Emulator, type EmulatorOptions } from '@kamaki/emulator'

/** Whatever JSON there is: tests reach into it freely. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is what the test is about
export type Json = any

export interface Answer {
  status: number
  headers: Headers
  text: string
  /** The body as JSON; undefined if it is none. */
  json: Json
}

/** Calls an emulator in process as one of its users. */
export class Caller {
  readonly emulator: Emulator

  constructor(options: EmulatorOptions = {}) {
    this.emulator = createEmulator({ clock: 'manual', ...options })
  }

  token(name: string): string {
    return this.emulator.env().users[name]?.token ?? ''
  }

  uuid(name: string): string {
    return this.emulator.env().users[name]?.uuid ?? ''
  }

  /** `as` is a user's name, '' for nobody; `body` is sent as JSON unless it is a string or bytes. */
  async call(
    as: string,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const raw = typeof body === 'string' || body instanceof Uint8Array
    const response = await this.emulator.fetch(path.startsWith('http') ? path : `http://synnefo.test${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(as ? { 'x-auth-token': this.token(as) } : {}),
        ...(body !== undefined && !raw ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
    })
    const text = await response.text()
    let json: unknown
    try {
      json = JSON.parse(text)
    } catch {
      json = undefined
    }
    return { status: response.status, headers: response.headers, text, json }
  }

  /** Below Astakos' account service. */
  account(as: string, method: string, path: string, body?: unknown): Promise<Answer> {
    return this.call(as, method, `/astakos/account/v1.0${path}`, body)
  }
}
