import { processEnv } from './process-env.ts'
import type { Traits } from './traits.ts'

interface Permissions {
  querySync(permission: { name: 'env'; variable: string }): { readonly state: string }
}

function mayRead(variable: string): boolean {
  const { Deno } = globalThis as { readonly Deno?: { readonly permissions?: Permissions } }
  return Deno?.permissions?.querySync({ name: 'env', variable }).state === 'granted'
}

export const deno: Traits = {
  isNode: false,
  setsAllHeaders: true,
  fetchStatesLength: false,
  streamsRequestBodies: true,
  streamsLargeBodies: false,
  hidesCauses: false,
  fetchInit: () => ({}),
  // Deno does not decode bodies if the request has an Accept-Encoding.
  rawInit: () => ({}),
  // Reading one without permission would ask the user for it.
  env: (name) => (mayRead(name) ? processEnv(name) : undefined),
}
