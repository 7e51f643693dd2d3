import type { ObjectPlace } from '../handles/storage-object.ts'
import { headerPath } from './names.ts'

/** An object as source or target of a copy: a handle, or where it is (in the other one's account unless told otherwise). */
export type ObjectReference =
  | ObjectPlace
  | { readonly account: string; readonly container: string; readonly name: string }

/** A place with all its parts. */
export interface FullPlace {
  account: string
  container: string
  object: string
}

/** Reads either form. */
export function placeOf(reference: ObjectReference, account: string): FullPlace {
  return {
    account: reference.account ?? account,
    container: reference.container,
    object: 'object' in reference ? reference.object : reference.name,
  }
}

/** Headers that name a place; the account only where the server would take another one for it (it takes the caller's). */
export function placeHeaders(
  place: FullPlace,
  own: string | undefined,
  path: string,
  account: string,
): Record<string, string> {
  const headers = { [path]: headerPath(place.container, place.object) }
  return place.account === own ? headers : { ...headers, [account]: encodeURIComponent(place.account) }
}
