import { AstakosClient } from '@kamaki/astakos'
import type { ClientOptions } from '@kamaki/core'
import { CycladesBlockStorageClient, CycladesComputeClient } from '@kamaki/cyclades'
import { ImageClient } from '@kamaki/image'
import { CycladesNetworkClient } from '@kamaki/network'
import { PithosClient } from '@kamaki/pithos'

/** A cloud to check the clients on. Plain data: it travels to workers and to other programs. */
export interface Place {
  readonly authUrl: string
  readonly token: string
  /** Whether what runs the checks is a browser, or a worker of one. */
  readonly browser: boolean
  /** A server that allows no other origin. */
  readonly closedUrl: string
  /** Where nothing listens. */
  readonly nowhereUrl: string
}

export interface Clients {
  readonly astakos: AstakosClient
  readonly compute: CycladesComputeClient
  readonly volumes: CycladesBlockStorageClient
  readonly network: CycladesNetworkClient
  readonly image: ImageClient
  readonly pithos: PithosClient
}

export async function signIn({ authUrl, token }: Place, options: ClientOptions = {}): Promise<Clients> {
  const astakos = new AstakosClient(authUrl, token, options)
  return {
    astakos,
    compute: await astakos.client(CycladesComputeClient),
    volumes: await astakos.client(CycladesBlockStorageClient),
    network: await astakos.client(CycladesNetworkClient),
    image: await astakos.client(ImageClient),
    pithos: await astakos.client(PithosClient),
  }
}

/** A name that no other run has. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${Date.now().toString(36)}-${Math.floor(Math.random() * 1e9).toString(36)}`
}

/** Bytes that look like no others: none of their blocks is in the cloud before. */
export function someBytes(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  let state = Math.floor(Math.random() * 0x7fffffff) | 1
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    // No zero bytes: at the end of a block they do not travel.
    bytes[index] = ((state >>> 16) % 255) + 1
  }
  return bytes
}
