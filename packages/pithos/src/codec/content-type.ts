import mime from 'mime'

/** The type to give an object: the one that its content brings along, or the one that its name suggests. */
export function contentTypeOf(name: string, ofContent: string = ''): string {
  if (ofContent !== '' && /^[\x20-\x7e]{1,256}$/.test(ofContent)) return ofContent
  return mime.getType(name) ?? 'application/octet-stream'
}
