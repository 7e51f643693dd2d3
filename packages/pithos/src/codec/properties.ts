import { rejectArgument, requireBoolean, requireObject, requireString } from '@kamaki/core/toolkit'
import type { MetadataChanges } from '../model/metadata.ts'
import type { ManifestParts, ObjectProperties } from '../model/object.ts'
import { typeOfName } from './content-type.ts'
import { metadataHeaders } from './metadata.ts'
import { headerPath } from './names.ts'
import { headerText, rejectLineBreaks } from './percent-encoding.ts'
import { formatPermissions } from './permissions.ts'

/** The type to give an object: that of its content, or the one that its name suggests. */
export function contentTypeOf(name: string, ofContent: string = ''): string {
  if (ofContent !== '' && /^[\x20-\x7e]{1,256}$/.test(ofContent)) return ofContent
  return typeOfName(name)
}

// The server does not store longer ones and responds 500 (400 for a type), in one case after reading all the content.
const checkLength = (text: string, parameter: string): string =>
  requireString(text, parameter, { maxLength: 256, allowEmpty: true })

/** Checks a content type: it is the one header that the server takes as it stands, without decoding it. */
export function checkContentType(type: string): string {
  if (!/^[\x20-\x7e]+$/.test(requireString(type, 'contentType')))
    rejectArgument('contentType', 'must be a non-empty ASCII string')
  return checkLength(type, 'contentType')
}

/** Value of `X-Object-Manifest`. */
export function manifestHeader(parts: ManifestParts): string {
  const { container, prefix } = requireObject(parts, 'manifest')
  checkLength(`${container}/${prefix}`, 'manifest')
  return headerPath(rejectLineBreaks(container, 'manifest'), rejectLineBreaks(prefix, 'manifest')).slice(1)
}

/** Headers of an object's properties; with `changes`, metadata may be null, which deletes an item. */
export function propertyHeaders(
  properties: Omit<ObjectProperties, 'metadata'> & { readonly metadata?: MetadataChanges | undefined },
  options: { changes?: boolean } = {},
): Record<string, string> {
  const headers: Record<string, string> = {}
  const { contentType, contentEncoding, contentDisposition, manifest, metadata, sharing } = requireObject(
    properties,
    'properties',
  )
  const set = (header: string, text: string, parameter: string): void => {
    headers[header] = headerText(checkLength(text, parameter), parameter)
  }
  if (contentType !== undefined) headers['Content-Type'] = checkContentType(contentType)
  if (contentEncoding !== undefined) set('Content-Encoding', contentEncoding, 'contentEncoding')
  if (contentDisposition !== undefined) set('Content-Disposition', contentDisposition, 'contentDisposition')
  if (manifest !== undefined) headers['X-Object-Manifest'] = manifestHeader(manifest)
  if (metadata !== undefined) Object.assign(headers, metadataHeaders('X-Object-Meta-', metadata, options))
  if (sharing !== undefined) headers['X-Object-Sharing'] = headerText(formatPermissions(sharing), 'sharing')
  if (properties.public !== undefined)
    headers['X-Object-Public'] = requireBoolean(properties.public, 'public') ? 'True' : 'False'
  return headers
}
