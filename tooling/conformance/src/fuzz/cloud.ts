import { createEmulator, type Emulator, type EmulatorOptions } from '@kamaki/emulator'
import { catalogOf, type Env, type Sender, send, type WireRequest, type WireResponse } from '../wire.mjs'

/** A cloud that requests are sent to. */
export interface Cloud {
  readonly env: Env
  /** The URL of each service, by its type. */
  readonly bases: Readonly<Record<string, string>>
  readonly send: Sender
  /** Waits until what the cloud does by itself is done. */
  settle(): Promise<void>
  /** Makes the cloud as new; absent if it cannot be. */
  reset?(): void
  /** Exceptions within the cloud since this was asked last. */
  crashes(): readonly string[]
  close(): Promise<void>
}

const BUSY_MS = 60_000

/** A cloud somewhere. */
export async function remoteCloud(env: Env): Promise<Cloud> {
  const bases = await catalogOf(env)
  const token = env.users['alice']?.token ?? ''
  const busy = async (): Promise<boolean> => {
    const get = async (base: string, path: string) => {
      const response = await send({ method: 'GET', url: bases[base] + path, headers: { 'x-auth-token': token } })
      return response.body.toString('utf8')
    }
    const shown = await Promise.all([
      get('compute', '/servers/detail'),
      get('volume', '/v2.0/volumes/detail'),
      get('network', '/v2.0/networks/detail'),
    ])
    return /"SNF:task_state": ?"[A-Z]|"status": ?"(BUILD|creating|attaching|detaching|deleting|PENDING)"|PENDADD|PENDDEL/.test(
      shown.join(),
    )
  }
  return {
    env,
    bases,
    send,
    crashes: () => [],
    close: async () => {},
    settle: async () => {
      const deadline = Date.now() + BUSY_MS
      while (Date.now() < deadline && (await busy())) await new Promise((wake) => setTimeout(wake, 300))
    },
  }
}

const ORIGIN = 'http://synnefo.test'

/** A cloud that is an emulator. */
export interface EmulatedCloud extends Cloud {
  readonly emulator: Emulator
}

/** An emulator in this process, whose background work is done as soon as it is waited for. */
export async function emulatedCloud(options: EmulatorOptions = {}): Promise<EmulatedCloud> {
  let crashes: string[] = []
  const emulator = createEmulator({
    clock: 'manual',
    blockSize: 4096,
    onError: (error, { method, target }) => {
      crashes.push(`${method} ${target}: ${(error as Error).stack ?? String(error)}`)
    },
    ...options,
  })
  let listener: string | undefined
  const overSocket = async (request: WireRequest): Promise<WireResponse> => {
    listener ??= (await emulator.listen()).origin
    const headers = { Host: new URL(ORIGIN).host, ...request.headers }
    return send({ ...request, headers, url: listener + request.url.slice(ORIGIN.length) })
  }
  const inProcess: Sender = async (request) => {
    const web = webRequest(request)
    if (!web) return overSocket(request)
    const response = await emulator.fetch(web)
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    }
  }
  return {
    emulator,
    env: emulator.env(),
    bases: await catalogOf(emulator.env(), inProcess),
    send: inProcess,
    settle: async () => emulator.clock.runAll(),
    reset: () => emulator.reset(),
    crashes: () => crashes.splice(0),
    close: () => {
      crashes = []
      return emulator.close()
    },
  }
}

/** The same as a web `Request`; undefined for what none can carry unchanged. */
function webRequest({ method, url, headers, body }: WireRequest): Request | undefined {
  const names = Object.keys(headers).join()
  if (
    !URL.canParse(url) ||
    new URL(url).href !== url ||
    /transfer-encoding|expect|connection|host|TRACE/i.test(`${names},${method}`)
  )
    return undefined
  try {
    const init = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)])
    if (init.some(([, value]) => value !== value.trim())) return undefined
    const bytes = typeof body === 'string' ? Buffer.from(body, 'latin1') : body
    return new Request(url, {
      method,
      headers: init,
      redirect: 'manual',
      ...(bytes === undefined ? {} : { body: new Uint8Array(bytes) }),
    })
  } catch {
    return undefined
  }
}
