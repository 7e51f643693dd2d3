import { AstakosClient } from '@kamaki/astakos'
import { createNodeFetch } from '@kamaki/core/node'
import { CycladesBlockStorageClient, CycladesComputeClient } from '@kamaki/cyclades'
import { ImageClient } from '@kamaki/image'
import { CycladesNetworkClient } from '@kamaki/network'
import { PithosClient } from '@kamaki/pithos'
import type { CloudEnv } from './env.ts'

/** A user of the cloud, with a client for each of its services. */
export interface Person {
  readonly name: string
  readonly uuid: string
  readonly email: string
  readonly astakos: AstakosClient
  readonly compute: CycladesComputeClient
  readonly storage: CycladesBlockStorageClient
  readonly network: CycladesNetworkClient
  readonly image: ImageClient
  readonly pithos: PithosClient
}

/** Signs a user of ENV in; undefined if ENV does not have them. */
export async function person(env: CloudEnv, name: string): Promise<Person | undefined> {
  const user = env.users[name]
  if (user === undefined) return undefined
  const options = env.caFile === undefined ? {} : { fetch: createNodeFetch({ caFile: env.caFile }) }
  const astakos = new AstakosClient(env.authUrl, user.token, options)
  const { id } = await astakos.userInfo()
  const email = (await astakos.userCatalogs.username(id)) ?? user.email ?? ''
  const [compute, storage, network, image, pithos] = await Promise.all([
    astakos.client(CycladesComputeClient),
    astakos.client(CycladesBlockStorageClient),
    astakos.client(CycladesNetworkClient),
    astakos.client(ImageClient),
    astakos.client(PithosClient),
  ])
  return { name, uuid: id, email, astakos, compute, storage, network, image, pithos }
}
