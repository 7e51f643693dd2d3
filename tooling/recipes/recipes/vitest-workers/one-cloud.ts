import { createEmulator } from '@kamaki/emulator'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    authUrl: string
    /** By `user1`, `user2` ... */
    tokens: Record<string, string>
  }
}

export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const emulator = createEmulator({ users: 8 })
  await emulator.listen()
  const { authUrl, users } = emulator.env()
  provide('authUrl', authUrl)
  provide('tokens', Object.fromEntries(Object.entries(users).map(([name, { token }]) => [name, token])))
  return () => emulator.close()
}
