import { badRequest } from '../http/fault.ts'
import { lower } from '../python/text.ts'
import type { Permissions } from './model.ts'

/**
 * Reads `X-Object-Sharing`: `read=a,b;write=c`. Empty: nobody.
 * @throws {Fault} 400
 */
export function parseSharing(header: string): Permissions {
  const permissions: Permissions = { read: [], write: [] }
  const text = header.replaceAll('~', '').replaceAll(' ', '')
  if (text === '') return permissions
  for (const part of text.split(';')) {
    const kind = part.startsWith('read=') ? 'read' : part.startsWith('write=') ? 'write' : undefined
    if (!kind) throw badRequest('Bad X-Object-Sharing header value: missing prefix')
    const names = new Set(lower(part.slice(kind.length + 1)).split(','))
    names.delete('')
    if (names.size === 0) throw badRequest('Bad X-Object-Sharing header value: invalid length')
    permissions[kind] = names.has('*') ? ['*'] : [...names]
  }
  // Who is in both lists stays only in the stronger one.
  permissions.read = permissions.read.filter((name) => name === '*' || !permissions.write.includes(name))
  return permissions
}

/** `read=a,b; write=c`, as responses show it. */
export function formatSharing({ read, write }: Readonly<Permissions>): string {
  const parts: string[] = []
  if (read.length > 0) parts.push(`read=${read.join(',')}`)
  if (write.length > 0) parts.push(`write=${write.join(',')}`)
  return parts.join('; ')
}

/**
 * Reads `X-Object-Public`.
 * @throws {Fault} 400
 */
export function parsePublic(header: string): boolean {
  const text = header.replaceAll(' ', '').toLowerCase()
  if (text === 'true') return true
  if (text === 'false' || text === '') return false
  throw badRequest('Bad X-Object-Public header value')
}
