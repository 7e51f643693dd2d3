import { createEmulator } from '@kamaki/emulator'
import type { Place } from './cloud.ts'
import { namedPolicy, openPolicy } from './cors-policies.ts'
import { nowhere, openClosedServer, openGateway } from './gateway.ts'

/** Clouds to check the clients on, each with its own CORS. */
export interface Places {
  /** The emulator, which names what it allows and shows. */
  readonly emulator: Place
  /** Behind a gateway that allows and shows everything. */
  readonly open: Place
  /** Behind a gateway that names each header. */
  readonly named: Place
}

/** Serves all of them until `close` is called. */
export async function openPlaces(browser: boolean): Promise<{ places: Places; close: () => Promise<void> }> {
  const emulator = createEmulator({ transitionMs: 100 })
  const plain = createEmulator({ transitionMs: 100, cors: false })
  const own = await emulator.listen()
  const { origin } = await plain.listen()
  const [open, named, closed] = [
    await openGateway(origin, openPolicy),
    await openGateway(origin, namedPolicy),
    await openClosedServer(),
  ]
  const nowhereUrl = await nowhere()
  const { authUrl, users } = emulator.env()
  const place = (at: string): Place => ({
    authUrl: authUrl.replace(own.origin, at),
    token: users['alice']?.token ?? '',
    browser,
    closedUrl: closed.origin,
    nowhereUrl,
  })
  return {
    places: { emulator: place(own.origin), open: place(open.origin), named: place(named.origin) },
    close: async () => {
      for (const each of [open, named, closed]) each.close()
      await Promise.all([emulator.close(), plain.close()])
    },
  }
}
