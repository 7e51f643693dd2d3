// What all examples share: which cloud to work on, and how to end.
import type { AstakosClient } from '@kamaki/astakos'
import { loadCloud } from '@kamaki/astakos/node'
import { KamakiError } from '@kamaki/core'
import { createEmulator } from '@kamaki/emulator'

export interface ExampleCloud {
  /** Authentication URL. */
  readonly authUrl: string
  readonly token: string
  /** For clients created by hand. */
  readonly fetch: typeof globalThis.fetch
  readonly astakos: AstakosClient
  /** Whether this is the emulator, where nothing is lost when an example goes wrong. */
  readonly emulated: boolean
}

/**
 * Runs an example on the cloud of KAMAKI_AUTH_URL and KAMAKI_TOKEN (and KAMAKI_CA_CERTS), or, if neither is set, on an emulator in this
 * process. A program of your own needs no more of this than `const { astakos } = await loadCloud()`.
 */
export async function example(main: (cloud: ExampleCloud) => Promise<void>): Promise<void> {
  const real = process.env['KAMAKI_AUTH_URL'] || process.env['KAMAKI_TOKEN']
  const emulator = real ? undefined : createEmulator()
  try {
    if (emulator === undefined) {
      const { authUrl, token, fetch, astakos } = await loadCloud()
      await main({ authUrl, token, fetch, astakos, emulated: false })
    } else {
      await emulator.listen()
      const { authUrl, users } = emulator.env()
      const { token, fetch, astakos } = await loadCloud(undefined, { authUrl, token: users['alice']?.token })
      await main({ authUrl, token, fetch, astakos, emulated: true })
    }
  } catch (error) {
    // The message alone; any error that is not from the SDK is a bug, and shown with its stack.
    console.error(KamakiError.isInstance(error) ? `${error.name}: ${error.message}` : error)
    process.exitCode = 1
  } finally {
    await emulator?.close()
  }
}
