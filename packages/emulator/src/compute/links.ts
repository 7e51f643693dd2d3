import { type Link, selfLinks } from '../http/links.ts'
import type { Call } from '../http/request.ts'

/** Where the compute API is for this caller, version included. */
export function computeUrl(call: Call): string {
  return `${call.origin}/cyclades/compute/v2.0`
}

export function serverLinks(call: Call, id: number): Link[] {
  return selfLinks(`${computeUrl(call)}/servers/${id}`)
}

export function flavorLinks(call: Call, id: number): Link[] {
  return selfLinks(`${computeUrl(call)}/flavors/${id}`)
}

export function imageLinks(call: Call, id: string): Link[] {
  return [
    ...selfLinks(`${computeUrl(call)}/images/${id}`),
    { rel: 'alternate', href: `${call.origin}/cyclades/image/v1.0/images/${id}` },
  ]
}
