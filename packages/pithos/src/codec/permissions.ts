import { formatValue } from '@kamaki/core/toolkit'
import { invalid } from '../invalid.ts'

/**
 * Who may read and who may write an object. A principal is a user's uuid, `<account uuid>:<group>` or `*` (everybody
 * who is logged in). Who may write may read as well. The server lower-cases principals and does not check that they exist.
 */
export interface Permissions {
  read?: readonly string[]
  write?: readonly string[]
}

function principals(list: readonly string[], kind: 'read' | 'write'): string {
  if (!Array.isArray(list)) throw invalid(kind, `${kind} must be a list of principals; got ${formatValue(list)}`)
  for (const principal of list) {
    if (principal === '' || /[\s,;=~]/.test(principal)) {
      throw invalid(kind, `"${principal}" is no principal: give a user's uuid, <account uuid>:<group> or *`)
    }
    if ([...principal].length > 256) throw invalid(kind, 'a principal may have at most 256 characters')
  }
  return [...new Set(list.map((principal) => principal.toLowerCase()))].join(',')
}

/** Value of `X-Object-Sharing` (before percent-encoding): `read=a,b;write=c`; nobody at all is the empty text. */
export function formatPermissions(permissions: Permissions): string {
  const parts: string[] = []
  if (permissions.read !== undefined && permissions.read.length > 0) {
    parts.push(`read=${principals(permissions.read, 'read')}`)
  }
  if (permissions.write !== undefined && permissions.write.length > 0) {
    parts.push(`write=${principals(permissions.write, 'write')}`)
  }
  return parts.join(';')
}

/** Reads `read=a,b; write=c,d` (already percent-decoded). Words it does not know are passed over. */
export function parsePermissions(text: string): { read: string[]; write: string[] } {
  const permissions: { read: string[]; write: string[] } = { read: [], write: [] }
  for (const part of text.split(';')) {
    const equals = part.indexOf('=')
    const kind = part.slice(0, equals).trim()
    if (equals === -1 || (kind !== 'read' && kind !== 'write')) continue
    permissions[kind] = part
      .slice(equals + 1)
      .split(',')
      .map((principal) => principal.trim())
      .filter((principal) => principal !== '')
  }
  return permissions
}
