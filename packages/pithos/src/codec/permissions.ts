import { rejectArgument, requireArray, requireObject } from '@kamaki/core/toolkit'
import type { Access, Permissions } from '../model/object.ts'
import { requirePrincipal } from './principals.ts'

function principals(list: readonly string[], kind: 'read' | 'write'): string {
  const known = requireArray(list, kind).map((principal) => requirePrincipal(principal, kind).toLowerCase())
  return [...new Set(known)].join(',')
}

/** Value of `X-Object-Sharing` (before percent-encoding): `read=a,b;write=c`; nobody at all is the empty string. */
export function formatPermissions(permissions: Permissions): string {
  const kinds = ['read', 'write'] as const
  for (const kind of Object.keys(requireObject(permissions, 'sharing'))) {
    if (kind !== 'read' && kind !== 'write')
      rejectArgument('sharing', `must have no other lists than read and write; got ${kind}`)
  }
  return kinds
    .map((kind) => [kind, principals(permissions[kind] ?? [], kind)])
    .filter(([, list]) => list !== '')
    .map(([kind, list]) => `${kind}=${list}`)
    .join(';')
}

/** Reads `read=a,b; write=c,d` (already percent-decoded). Words it does not know are ignored. */
export function parsePermissions(text: string): Access {
  const access: Record<'read' | 'write', string[]> = { read: [], write: [] }
  for (const part of text.split(';')) {
    const equals = part.indexOf('=')
    const kind = part.slice(0, equals).trim()
    if (equals === -1 || (kind !== 'read' && kind !== 'write')) continue
    const list = part.slice(equals + 1).split(',')
    access[kind] = list.map((principal) => principal.trim()).filter((principal) => principal !== '')
  }
  return access
}
