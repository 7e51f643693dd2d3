import { request } from 'node:http'
import { createEmulator, type Emulator, type EmulatorOptions } from '@kamaki/emulator'
import { onTestFinished } from 'vitest'
import type { Json } from '../support.ts'

/** An emulator that listens, as a program in another process meets it: nothing but HTTP. */
export class Remote {
  readonly emulator: Emulator
  readonly origin: string
  readonly port: number

  private constructor(emulator: Emulator, origin: string, port: number) {
    this.emulator = emulator
    this.origin = origin
    this.port = port
  }

  static async start(options: EmulatorOptions = {}): Promise<Remote> {
    const emulator = createEmulator({ clock: 'manual', ...options })
    const { origin, port } = await emulator.listen()
    onTestFinished(() => emulator.close())
    return new Remote(emulator, origin, port)
  }

  /** A call of the control API. */
  async control(method: string, path: string, body?: unknown): Promise<{ status: number; json: Json }> {
    const response = await fetch(`${this.origin}/_emulator${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, json: text === '' ? undefined : JSON.parse(text) }
  }

  /** A call of the cloud's API, as a user. */
  async as(user: string, method: string, path: string, body?: unknown): Promise<{ status: number; json: Json }> {
    const { json } = await this.control('GET', '/users')
    const token = json.users.find((other: Json) => other.name === user).token
    const response = await fetch(`${this.origin}${path}`, {
      method,
      headers: { 'x-auth-token': token, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    try {
      return { status: response.status, json: JSON.parse(text) }
    } catch {
      return { status: response.status, json: text }
    }
  }

  /** A call with exactly these headers, which `fetch` would not send. */
  raw(method: string, path: string, headers: Record<string, string>, body = ''): Promise<number> {
    return new Promise((resolve, reject) => {
      const sent = request({ port: this.port, host: '127.0.0.1', method, path, headers }, (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
      sent.on('error', reject)
      sent.end(body)
    })
  }
}
