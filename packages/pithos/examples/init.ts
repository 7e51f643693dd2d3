// A client, and the containers of its user.
import { PithosClient } from '@kamaki/pithos'
import { example } from '../../astakos/examples/cloud.ts'

await example(async ({ astakos, token, fetch }) => {
  // In one step ...
  const pithos = await astakos.client(PithosClient)

  // ... which does this: the endpoint from the service catalog, the account of the token's user.
  const endpointUrl = await astakos.getEndpointUrl(PithosClient.serviceType)
  const { user } = await astakos.authenticate()
  const same = new PithosClient(endpointUrl, token, { account: user.id, fetch })
  console.log(`Object storage is at ${same.endpointUrl}`)

  const { containerCount, bytesUsed, quota } = await pithos.account().info()
  console.log(`${user.name} has ${containerCount} containers with ${bytesUsed} of ${quota?.total} bytes`)

  const container = pithos.container(`init-${Date.now()}`)
  const { created } = await container.create()
  const { policy, blocks } = await container.info()
  console.log(
    `${container.name}: ${created ? 'made' : 'was there'}, versioning ${policy?.versioning}, blocks of ${blocks.blockSize} bytes`,
  )
  await container.delete()
})
