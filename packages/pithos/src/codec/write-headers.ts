import { invalid } from '../invalid.ts'
import { type Conditions, conditionHeaders } from './conditions.ts'
import { headerText } from './header-text.ts'
import { type Metadata, metadataHeaders } from './metadata.ts'
import { checkContainerName, checkObjectName, headerPath } from './names.ts'
import { formatPermissions, type Permissions } from './permissions.ts'

/** What an object is given besides its content. */
export interface ObjectProperties {
  /** Type of the content, ASCII, at most 256 characters. */
  contentType?: string | undefined
  contentEncoding?: string | undefined
  /** What browsers do with it, `attachment; filename="a.pdf"` say. At most 256 characters. */
  contentDisposition?: string | undefined
  /** Makes the object a manifest of these parts. */
  manifest?: ManifestParts | undefined
  /** User metadata: all of it, where the object is written anew. */
  metadata?: Metadata | undefined
  /** Who else may read and write it. Only its account's owner may say so. Left out: as it was. */
  sharing?: Permissions | undefined
  /** Whether anybody may read it by its public URL. Left out: as it was. */
  public?: boolean | undefined
}

/** Preconditions that a write looks at. */
export interface WriteConditions extends Pick<Conditions, 'ifMatch' | 'ifNoneMatch'> {
  /** Only if there is no such object yet (`If-None-Match: *`); otherwise PreconditionFailedError. Two who create at once can both pass. */
  ifNotExist?: boolean | undefined
}

/** Where the parts of a manifest are: objects of a container whose names start with a prefix, in the order of their names. */
export interface ManifestParts {
  container: string
  prefix: string
}

function checkLength(text: string, parameter: string): string {
  // The server stores longer ones not at all and answers 500 (400 for a type), the one after reading all the content.
  if ([...text].length > 256) throw invalid(parameter, `${parameter} may have at most 256 characters`)
  return text
}

/** Checks a content type: it is the one header that the server takes as it stands, without decoding it. */
export function checkContentType(type: string): string {
  if (type === '' || !/^[\x20-\x7e]+$/.test(type)) throw invalid('contentType', 'contentType must be ASCII text')
  return checkLength(type, 'contentType')
}

/** Value of `X-Object-Public`. */
export const publicFlag = (isPublic: boolean): string => (isPublic ? 'True' : 'False')

/** Value of `X-Object-Manifest`. */
export function manifestHeader(parts: ManifestParts): string {
  const path = `${checkContainerName(parts.container)}/${checkObjectName(parts.prefix)}`
  checkLength(path, 'manifest')
  return headerPath(parts.container, parts.prefix).slice(1)
}

/** Headers of an object's properties. */
export function propertyHeaders(properties: ObjectProperties): Record<string, string> {
  const headers: Record<string, string> = {}
  const { contentType, contentEncoding, contentDisposition, manifest, metadata, sharing } = properties
  if (contentType !== undefined) headers['Content-Type'] = checkContentType(contentType)
  if (contentEncoding !== undefined) {
    headers['Content-Encoding'] = headerText(checkLength(contentEncoding, 'contentEncoding'), 'contentEncoding')
  }
  if (contentDisposition !== undefined) {
    headers['Content-Disposition'] = headerText(
      checkLength(contentDisposition, 'contentDisposition'),
      'contentDisposition',
    )
  }
  if (manifest !== undefined) headers['X-Object-Manifest'] = manifestHeader(manifest)
  if (metadata !== undefined) Object.assign(headers, metadataHeaders('X-Object-Meta-', metadata))
  if (sharing !== undefined) headers['X-Object-Sharing'] = headerText(formatPermissions(sharing), 'sharing')
  if (properties.public !== undefined) headers['X-Object-Public'] = publicFlag(properties.public)
  return headers
}

/** Headers of a write's preconditions. */
export function writeConditionHeaders(conditions: WriteConditions): Record<string, string> {
  const { ifMatch, ifNoneMatch, ifNotExist } = conditions
  if (ifNotExist === true && ifNoneMatch !== undefined) {
    throw invalid('ifNotExist', 'give either ifNotExist or ifNoneMatch')
  }
  return conditionHeaders({ ifMatch, ifNoneMatch: ifNotExist === true ? '*' : ifNoneMatch })
}
