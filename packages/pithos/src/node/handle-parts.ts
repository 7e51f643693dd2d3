import type { Http } from '@kamaki/core/toolkit'
import type { PithosContainer } from '../handles/pithos-container.ts'
import type { PithosObject } from '../handles/pithos-object.ts'
import type { ContainerLocation, ObjectLocation } from '../model/location.ts'

/** The parts of a handle that it keeps for its subclasses, and for this entry of the package. */
export function partsOf(handle: PithosObject): { readonly http: Http; readonly at: ObjectLocation }
export function partsOf(handle: PithosContainer): { readonly http: Http; readonly at: ContainerLocation }
export function partsOf(handle: unknown): unknown {
  return handle
}
