// Get started: from AUTHENTICATION_URL and TOKEN to a file that goes into the cloud and comes back.
//
//     npm run quickstart                                                          on an emulator in this process
//     KAMAKI_AUTH_URL=... KAMAKI_TOKEN=... npm run quickstart                     on your own cloud
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AstakosClient } from '@kamaki/astakos'
import { defaults, patchWithCerts } from '@kamaki/core/node'
import { CycladesBlockStorageClient, CycladesComputeClient } from '@kamaki/cyclades'
import { ImageClient } from '@kamaki/image'
import { CycladesNetworkClient } from '@kamaki/network'
import { PithosClient } from '@kamaki/pithos'
import { downloadFile, uploadFile } from '@kamaki/pithos/node'
import { example } from './cloud.ts'
import { progressBar } from './progress-bar.ts'

const say = (what: string, value: string): void => console.log(`${what}:`.padEnd(26) + value)
const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`

await example(async ({ authUrl: AUTHENTICATION_URL, token: TOKEN, emulated }) => {
  // Setup. Node knows the usual certificate authorities. If your cloud has its own, name the file with its certificates.
  const CA_CERTS_PATH = process.env['KAMAKI_CA_CERTS']
  if (CA_CERTS_PATH && !defaults.caCertsPath) patchWithCerts(CA_CERTS_PATH)

  // Credentials to access your cloud: the one URL for all its APIs, and a token that tells who you are.
  say('Cloud', `${AUTHENTICATION_URL}${emulated ? ' (an emulator in this process)' : ''}`)

  // Initialize an astakos client. All others start from what it knows.
  const astakos = new AstakosClient(AUTHENTICATION_URL, TOKEN)
  const { user } = await astakos.authenticate()
  say('User', `${user.name}, uuid ${user.id}`)

  // Endpoints. Each client class says which service it speaks to; the cloud's catalog says where that is.
  const computeUrl = await astakos.getEndpointUrl(CycladesComputeClient.serviceType)
  const volumeUrl = await astakos.getEndpointUrl(CycladesBlockStorageClient.serviceType)
  const networkUrl = await astakos.getEndpointUrl(CycladesNetworkClient.serviceType)
  const imageUrl = await astakos.getEndpointUrl(ImageClient.serviceType)
  const pithosUrl = await astakos.getEndpointUrl(PithosClient.serviceType)
  const identityUrl = await astakos.getEndpointUrl(AstakosClient.serviceType)
  for (const [Class, endpoint] of [
    [CycladesComputeClient, computeUrl],
    [CycladesBlockStorageClient, volumeUrl],
    [CycladesNetworkClient, networkUrl],
    [ImageClient, imageUrl],
    [PithosClient, pithosUrl],
    [AstakosClient, identityUrl],
  ] as const) {
    say(`Endpoint of ${Class.serviceType}`, endpoint)
  }

  // Initialize clients from endpoint and token ...
  const compute = new CycladesComputeClient(computeUrl, TOKEN)
  const servers = await compute.servers.list()
  say('Servers', `${servers.length}`)

  // ... or in one step, which also tells Pithos whose files it is about.
  const pithos = await astakos.client(PithosClient)

  // A container, and a file of 20 MiB to put into it. Handles like these make no request by themselves.
  const container = pithos.container(`get-started-${randomBytes(4).toString('hex')}`)
  const object = container.object('random.bin')
  const folder = await mkdtemp(join(tmpdir(), 'kamaki-'))
  const original = join(folder, 'original.bin')
  const copy = join(folder, 'copy.bin')
  await writeFile(original, randomBytes(20 * 1024 * 1024))
  await container.create()
  try {
    // Only the blocks that the cloud lacks are sent, several at a time; each one that comes back is checked against its hash.
    const sent = await progressBar('Upload', (onProgress) => uploadFile(object, original, { onProgress }))
    say('Uploaded', `${mib(sent.bytes)} to ${container.name}/${object.name}`)
    const again = await uploadFile(object, original)
    say('Uploaded again', `${mib(again.transferred)} had to be sent: the cloud has all of its blocks`)
    await progressBar('Download', (onProgress) => downloadFile(object, copy, { onProgress }))
    const [before, after] = await Promise.all([readFile(original), readFile(copy)])
    if (!before.equals(after)) throw new Error('The downloaded file differs from the uploaded one')
    say('Downloaded', `${mib(after.length)}; the downloaded file equals the uploaded one`)
  } finally {
    // Leave nothing behind, whatever went wrong.
    await container.empty()
    await container.delete()
    await rm(folder, { recursive: true })
  }
  say('Cleaned up', 'container and files are gone')
})
