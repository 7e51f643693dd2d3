import { createEmulator, type Emulator, type EmulatorOptions } from '@kamaki/emulator'

export interface Answer {
  status: number
  headers: Headers
  text: string
  json: unknown
}

interface Person {
  uuid: string
  token: string
  /** A request below the endpoint: `call('PUT', '/c/o', { 'Content-Type': 'x' }, 'data')` in the person's own account. */
  call(method: string, path: string, headers?: Record<string, string>, body?: BodyInit): Promise<Answer>
  /** The same with the account in the path. */
  at(method: string, path: string, headers?: Record<string, string>, body?: BodyInit): Promise<Answer>
}

export interface Session {
  emulator: Emulator
  alice: Person
  bob: Person
  /** Errors that became a 500 without being meant to. */
  bugs: unknown[]
  /** A request to the service's root (`/pithos`), without a token. */
  anyone(method: string, path: string, headers?: Record<string, string>): Promise<Answer>
}

/** A cloud of its own for a test, its clock standing still. */
export function session(options: EmulatorOptions = {}): Session {
  const bugs: unknown[] = []
  const emulator = createEmulator({ clock: 'manual', onError: (error) => bugs.push(error), ...options })
  const origin = emulator.state.origin
  const send = async (method: string, url: string, headers: Record<string, string>, body?: BodyInit) =>
    answerOf(await emulator.fetch(url, { method, headers, redirect: 'manual', ...(body !== undefined && { body }) }))
  const person = (name: string): Person => {
    const { uuid = '', token } = emulator.env().users[name]!
    const at: Person['at'] = (method, path, headers = {}, body) =>
      send(method, `${origin}/pithos/object-store/v1${path}`, { 'X-Auth-Token': token, ...headers }, body)
    return { uuid, token, at, call: (method, path, headers, body) => at(method, `/${uuid}${path}`, headers, body) }
  }
  return {
    emulator,
    bugs,
    alice: person('alice'),
    bob: person('bob'),
    anyone: (method, path, headers = {}) => send(method, `${origin}/pithos${path}`, headers),
  }
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {}
  return { status: response.status, headers: response.headers, text, json }
}

export const TEXT = { 'Content-Type': 'text/plain' }

/** Message of the one fault in a response. */
export function messageOf(answer: Answer): string {
  const [fault] = Object.values((answer.json ?? {}) as Record<string, { message: string }>)
  return fault?.message ?? ''
}
