// The emulator as a benchmark meets it: in a process of its own, no request log, all in memory.
import { createEmulator, type LinkOptions } from '@kamaki/emulator'
import { contentOf, objectName } from './tree.ts'

/** What the cloud is like. */
export interface CloudSettings {
  /** Requests take as long as on a real Synnefo. Default: as long as they take. */
  readonly cost?: 'real' | undefined
  /** A line on the way to it. Default: none. */
  readonly link?: LinkOptions | undefined
}

/** What it says first. */
export interface CloudReady {
  /** Where it is, past the line. */
  readonly directPort: number
  readonly port: number
  readonly token: string
  readonly uuid: string
}

/** What the parent may ask for. */
export type CloudOrder =
  | { readonly do: 'reset' }
  | { readonly do: 'seed'; readonly container: string; readonly objects: number; readonly bytes?: number | undefined }
  | { readonly do: 'close' }

const { cost, link }: CloudSettings = JSON.parse(process.argv[2] ?? '')
const emulator = createEmulator({ cost })
const { origin, port: directPort } = await emulator.listen()
const port = link ? (await emulator.listen({ link })).port : directPort
const { token = '', uuid = '' } = emulator.env().users['alice'] ?? {}
process.send?.({ directPort, port, token, uuid } satisfies CloudReady)

// Whatever becomes of the parent.
process.on('disconnect', () => process.exit(0))
process.on('message', (order: CloudOrder) => {
  carryOut(order).catch((error: unknown) => {
    console.error(error)
    process.exit(1)
  })
})

async function carryOut(order: CloudOrder): Promise<void> {
  if (order.do === 'close') process.exit(0)
  if (order.do === 'reset') emulator.reset()
  else await seed(order)
  process.send?.('done')
}

/** Creates the objects of a tree of files, without a socket. */
async function seed({ container, objects, bytes }: Extract<CloudOrder, { do: 'seed' }>): Promise<void> {
  const url = `${origin}/pithos/object-store/v1/${uuid}/${container}`
  await put(url)
  for (let index = 0; index < objects; index++) await put(`${url}/${objectName(index)}`, contentOf(index, bytes))
}

async function put(url: string, body?: Uint8Array<ArrayBuffer>): Promise<void> {
  const headers = { 'X-Auth-Token': token, 'Content-Type': 'application/octet-stream' }
  const { status } = await emulator.fetch(url, body ? { method: 'PUT', headers, body } : { method: 'PUT', headers })
  if (status !== 201 && status !== 202) throw new Error(`PUT ${url} responded ${status}`)
}
