import type { Consumer } from './consumer.ts'

/** What a case is given. */
export interface Surroundings {
  /** The packages that are published, by name. */
  readonly packages: readonly string[]
  /** The entries of these that any program can import. */
  readonly entries: readonly string[]
  /** Those that need something installed beside the package: vitest, `@opentelemetry/api`. */
  readonly hostedEntries: readonly string[]
  /** A new project. @param manifest fields of its package.json */
  consumer(manifest?: Readonly<Record<string, unknown>>): Consumer
  /** Of a cloud that listens. */
  readonly authUrl: string
  readonly token: string
}

/** One row of the matrix. */
export interface Outcome {
  /** What was tried, with its version. */
  readonly title: string
  /** What a reader has to know of it. */
  readonly note: string
}

/** Rows that share a project. Throws what does not work. */
export interface Case {
  readonly title: string
  run(around: Surroundings): Promise<Outcome[]>
}

/** The packages that a program of a user's installs. */
export const CLIENTS: readonly string[] = ['astakos', 'cyclades', 'network', 'image', 'pithos'].map(
  (name) => `@kamaki/${name}`,
)

/** A program that uses them, as JavaScript and as TypeScript; `useCloud` resolves to what it found. */
export const PROGRAM = `import { AstakosClient } from '@kamaki/astakos'
import { CycladesBlockStorageClient, CycladesComputeClient } from '@kamaki/cyclades'
import { ImageClient } from '@kamaki/image'
import { CycladesNetworkClient } from '@kamaki/network'
import { PithosClient } from '@kamaki/pithos'

export async function useCloud(authUrl/*: string */, token/*: string */)/*: Promise<string> */ {
  const astakos = new AstakosClient(authUrl, token)
  const compute = await astakos.client(CycladesComputeClient)
  const volumes = await astakos.client(CycladesBlockStorageClient)
  const networks = await astakos.client(CycladesNetworkClient)
  const images = await astakos.client(ImageClient)
  const pithos = await astakos.client(PithosClient)
  const container = pithos.container('compatibility')
  await container.create()
  const object = container.object('greeting')
  await object.upload(new TextEncoder().encode('hello'))
  const content = new TextDecoder().decode(await object.download().bytes())
  const lists = [compute.flavors.list(), volumes.volumes.list(), networks.networks.list(), images.images.list()]
  const lengths = []
  for (const list of lists) {
    let length = 0
    for await (const _ of list) length += 1
    lengths.push(length)
  }
  return [content, ...lengths].join(' ')
}
`

/** The program with its types. */
export const TYPED_PROGRAM: string = PROGRAM.replace(/\/\*(: [^*]*) \*\//g, '$1').replace(
  'const lengths = []',
  'const lengths: number[] = []',
)

/** What it prints, a line of its own. */
export const GREETING: RegExp = /^hello \d+ \d+ \d+ \d+$/m

/** Lines that run the program on a cloud and print what it found. */
export function call({ authUrl, token }: Surroundings): string {
  return `console.log(await useCloud(${JSON.stringify(authUrl)}, ${JSON.stringify(token)}))\n`
}

/** @throws Error if the program has not printed what it found */
export function expectGreeting(output: string, what: string): void {
  if (!GREETING.test(output)) throw new Error(`${what} printed:\n${output}`)
}
