import { moreTypes } from './more-types.ts'

// The types that IANA lists, or where it lists none that browsers know, of files that people keep. Complete tables are ten times the rest of
// this folder, and whoever has something rare can say what it is.
const types: Readonly<Record<string, string>> = {
  'text/plain': 'txt log ini conf cfg',
  'text/html': 'html htm',
  'text/css': 'css',
  'text/javascript': 'js mjs',
  'text/csv': 'csv',
  'text/markdown': 'md markdown',
  'application/json': 'json map',
  'application/xml': 'xml xsl xsd',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/gzip': 'gz tgz',
  'image/png': 'png',
  'image/jpeg': 'jpg jpeg jpe',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
  'audio/mpeg': 'mp3',
  'video/mp4': 'mp4 m4v',
  'video/webm': 'webm',
}

let typeOf: Map<string, string> | undefined

/** The type that the ending of a name suggests, or that of bytes of any kind. */
export function typeOfName(name: string): string {
  typeOf ??= new Map(
    Object.entries({ ...types, ...moreTypes }).flatMap(([type, endings]) =>
      endings.split(' ').map((ending) => [ending, type]),
    ),
  )
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  return typeOf.get(ending) ?? 'application/octet-stream'
}
