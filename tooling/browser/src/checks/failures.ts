import { AstakosClient } from '@kamaki/astakos'
import { ConnectionError, ForbiddenError, NotFoundError, TimeoutError, UnauthorizedError } from '@kamaki/core'
import { CycladesComputeClient } from '@kamaki/cyclades'
import { PithosClient } from '@kamaki/pithos'
import { equal, ok, rejection } from '../expect.ts'
import type { Check } from './check.ts'

/** Errors, by their types. */
export const failureChecks: readonly Check[] = [
  {
    name: 'tells rejections by their types, and shows no token',
    async run({ compute, pithos, astakos }, { authUrl, token }) {
      const missing = await rejection(compute.servers.get(987_654_321))
      ok(NotFoundError.isInstance(missing) && missing.fault === 'itemNotFound', 'a server that is not there')
      ok(NotFoundError.isInstance(await rejection(pithos.container('not-there').info())), 'a HEAD that is rejected')
      const foreign = new PithosClient(pithos.endpointUrl, token, { account: 'somebody-else' })
      ok(ForbiddenError.isInstance(await rejection(foreign.containers.list().toArray())), "someone else's account")
      const wrong = await rejection(new AstakosClient(authUrl, 'wrong-token-of-nobody').authenticate())
      ok(UnauthorizedError.isInstance(wrong), 'a wrong token')
      ok(!String((wrong as Error).stack).includes('wrong-token-of-nobody'), 'the error keeps the token to itself')
      ok((await astakos.userInfo()).id !== '', 'the other client goes on')
    },
  },
  {
    name: 'renews a token that was rejected',
    async run(_clients, { authUrl, token }) {
      let asked = 0
      const astakos = new AstakosClient(authUrl, async () => (++asked === 1 ? 'one-that-has-expired' : token))
      ok((await astakos.quotas.get()) !== undefined, 'it is signed in')
      equal(asked, 2, 'times that the token was asked for')
    },
  },
  {
    name: 'ends when its time is up',
    async run(_clients, { authUrl, token }) {
      const never: typeof fetch = (_input, init) =>
        new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)))
      const astakos = new AstakosClient(authUrl, token, { fetch: never })
      ok(TimeoutError.isInstance(await rejection(astakos.authenticate({ timeoutMs: 20 }))), 'a time-out')
    },
  },
  {
    name: 'tells of a server that is not there',
    async run(_clients, { nowhereUrl, token, browser }) {
      const compute = new CycladesComputeClient(nowhereUrl, token, { retry: false })
      const error = await rejection(compute.servers.list().toArray())
      ok(ConnectionError.isInstance(error), String(error))
      ok(error.message.includes(new URL(nowhereUrl).hostname), 'it names the host')
      if (browser)
        ok(error.message.includes('CORS'), 'browsers do not tell it from a connection refused: CORS is mentioned')
    },
  },
  {
    name: 'tells of a cloud that does not allow this page',
    browserOnly: true,
    async run(_clients, { closedUrl, token }) {
      const error = await rejection(new AstakosClient(closedUrl, token, { retry: false }).authenticate())
      ok(ConnectionError.isInstance(error) && error.message.includes('CORS'), String(error))
    },
  },
]
