import { Agent, request } from 'undici'
import type { CreateSide, SideInput } from '../side.ts'
import { repeat, setting } from './in-flight.ts'

interface Call {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

const callOf = ({ target, settings }: SideInput): Call => ({
  url: `${target.computeUrl}/servers/${setting(settings, 'serverId')}`,
  headers: { 'X-Auth-Token': target.token, Accept: 'application/json' },
})

export const builtInFetch: CreateSide = async (input) => {
  const { url, headers } = callOf(input)
  return {
    async run() {
      await repeat(setting(input.settings, 'calls'), setting(input.settings, 'inFlight'), async () => {
        const response = await fetch(url, { headers })
        if (!response.ok) throw new Error(`${url} responded ${response.status}`)
        return ((await response.json()) as { server: unknown }).server
      })
      return undefined
    },
  }
}

export const undici: CreateSide = async (input) => {
  const { url, headers } = callOf(input)
  const dispatcher = new Agent()
  return {
    async run() {
      await repeat(setting(input.settings, 'calls'), setting(input.settings, 'inFlight'), async () => {
        const { statusCode, body } = await request(url, { headers, dispatcher })
        if (statusCode !== 200) throw new Error(`${url} responded ${statusCode}`)
        return ((await body.json()) as { server: unknown }).server
      })
      return undefined
    },
    close: () => dispatcher.close(),
  }
}
