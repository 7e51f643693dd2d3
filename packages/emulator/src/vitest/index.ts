import { expect, type TestAPI, test as vitestTest } from 'vitest'
import { createEmulator, type Emulator } from '../server/emulator.ts'
import type { EmulatorOptions, Listener } from '../server/options.ts'
import type { AssertRequestsOptions } from '../server/requests/assert-requests.ts'
import { formatRequests } from '../server/requests/format-requests.ts'
import { requestMatchers } from '../server/requests/request-matchers.ts'
import type { RequestPattern } from '../server/requests/request-pattern.ts'

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: as vitest declares it, or the two would not be one
  interface Matchers<T = any> {
    /** Says that an emulator got exactly these requests, in this order. */
    toHaveReceived(expected: readonly RequestPattern[], options?: AssertRequestsOptions): T
  }
}

/** What a test with a cloud may ask for: only what it names is made. */
export interface CloudFixtures {
  /** A cloud of the test's own. */
  readonly emulator: Emulator
  /** The cloud on a port of its own, for what cannot be handed a `fetch`: other processes, browsers. */
  readonly listener: Listener
}

/**
 * A `test` whose tests get a fresh cloud each, as `emulator`. If a test fails, the requests that its cloud got are printed.
 * @throws {EmulatorArgumentError} naming an option that is wrong or unknown
 */
export function cloudTest(options: EmulatorOptions = {}): TestAPI<CloudFixtures> {
  expect.extend(requestMatchers)
  return vitestTest.extend<CloudFixtures>({
    emulator: async ({ onTestFailed }, use) => {
      const emulator = createEmulator(options)
      onTestFailed(() => {
        const { requests } = emulator
        const told = requests.length === 0 ? 'no requests' : `these requests:\n${formatRequests(requests)}`
        // biome-ignore lint/suspicious/noConsole: for the person who looks at the failed test
        console.error(`The emulator got ${told}`)
      })
      await use(emulator)
      await emulator.close()
    },
    listener: async ({ emulator }, use) => {
      await use(await emulator.listen())
    },
  }) as TestAPI<CloudFixtures>
}

/** A `test` with a cloud as `createEmulator()` makes it. */
export const test: TestAPI<CloudFixtures> = cloudTest()
