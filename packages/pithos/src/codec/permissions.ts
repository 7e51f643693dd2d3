import { formatValue, rejectArgument, requireArray } from '@kamaki/core/toolkit'
import type { Access, Permissions } from '../model/object.ts'

function principals(list: readonly string[], kind: 'read' | 'write'): string {
  for (const principal of requireArray(list, kind)) {
    if (principal === '' || /[\s,;=~]/.test(principal))
      rejectArgument(kind, `must be uuids of users, <account uuid>:<group> or *; got ${formatValue(principal)}`)
    if ([...principal].length > 256) rejectArgument(kind, 'must be principals of at most 256 characters')
  }
  return [...new Set(list.map((principal) => principal.toLowerCase()))].join(',')
}

/** Value of `X-Object-Sharing` (before percent-encoding): `read=a,b;write=c`; nobody at all is the empty string. */
export function formatPermissions(permissions: Permissions): string {
  const kinds = ['read', 'write'] as const
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
