import ky from 'ky'
import type { CreateSide } from '../side.ts'
import { repeat, setting } from './in-flight.ts'

export const alone: CreateSide = async ({ target, settings }) => {
  const client = ky.create({ prefixUrl: target.computeUrl, headers: { 'X-Auth-Token': target.token } })
  const path = `servers/${setting(settings, 'serverId')}`
  return {
    async run() {
      await repeat(setting(settings, 'calls'), setting(settings, 'inFlight'), async () => {
        return (await client.get(path).json<{ server: unknown }>()).server
      })
      return undefined
    },
  }
}
