import type { ClientOptions } from '@kamaki/core'
import { createNodeFetch } from '@kamaki/core/node'
import { CycladesComputeClient } from '@kamaki/cyclades'
import type { CreateSide } from '../side.ts'
import { repeat, setting } from './in-flight.ts'

async function calls(options: ClientOptions, [{ target, settings }]: Parameters<CreateSide>): ReturnType<CreateSide> {
  const { servers } = new CycladesComputeClient(target.computeUrl, target.token, options)
  const serverId = setting(settings, 'serverId')
  return {
    async run() {
      await repeat(setting(settings, 'calls'), setting(settings, 'inFlight'), () => servers.get(serverId))
      return undefined
    },
  }
}

/** As it comes: by the built-in fetch. */
export const builtInFetch: CreateSide = (...input) => calls({}, input)

export const nodeFetch: CreateSide = async (...input) => {
  const fetch = createNodeFetch()
  return { ...(await calls({ fetch }, input)), close: () => fetch.close() }
}
