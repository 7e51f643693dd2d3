import type { Call } from '../http/request.ts'

export interface Link {
  readonly rel: string
  readonly href: string
}

/** Where the compute API is for this caller, version included. */
export function computeUrl(call: Call): string {
  return `${call.origin}/cyclades/compute/v2.0`
}

function pair(href: string): Link[] {
  return [
    { rel: 'self', href },
    { rel: 'bookmark', href },
  ]
}

export function serverLinks(call: Call, id: number): Link[] {
  return pair(`${computeUrl(call)}/servers/${id}`)
}

export function flavorLinks(call: Call, id: number): Link[] {
  return pair(`${computeUrl(call)}/flavors/${id}`)
}

export function imageLinks(call: Call, id: string): Link[] {
  return [
    ...pair(`${computeUrl(call)}/images/${id}`),
    { rel: 'alternate', href: `${call.origin}/cyclades/image/v1.0/images/${id}` },
  ]
}

export function volumeLinks(call: Call, id: number): Link[] {
  return pair(`${call.origin}/cyclades/volume/v2.0/volumes/${id}`)
}

export function snapshotLinks(call: Call, id: string): Link[] {
  return pair(`${call.origin}/cyclades/volume/v2.0/snapshots/${id}`)
}
