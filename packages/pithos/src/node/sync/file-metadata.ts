import type { Metadata } from '../../model/metadata.ts'

/** What is kept of a file besides its content, as metadata of its object. */
export interface FileAttributes {
  mtimeNs: bigint
  mode: number
}

/** Metadata of a file: `mtime` in seconds since 1970, as several other tools write it, and `mode` in octal digits. */
export function fileMetadata(
  { mtimeNs, mode }: FileAttributes,
  options: { times?: boolean | undefined; modes?: boolean | undefined },
): Metadata {
  const metadata: Metadata = {}
  if (options.times !== false) metadata['mtime'] = formatSeconds(mtimeNs)
  if (options.modes === true) metadata['mode'] = (mode & 0o777).toString(8).padStart(3, '0')
  return metadata
}

/** Nanoseconds as decimal seconds. */
function formatSeconds(ns: bigint): string {
  const sign = ns < 0n ? '-' : ''
  const digits = (ns < 0n ? -ns : ns).toString().padStart(10, '0')
  const fraction = digits.slice(-9).replace(/0+$/, '')
  return `${sign}${digits.slice(0, -9)}${fraction === '' ? '' : `.${fraction}`}`
}

// What file systems and `utimes` take: years 1900 to 9999.
const earliest = -2_208_988_800
const latest = 253_402_300_799

/** Time and permissions that an object's metadata tell; what makes no sense is as good as absent. Never set-user-id and the like. */
export function readFileMetadata(metadata: Metadata): { mtime?: number; mode?: number } {
  const { mtime = '', mode = '' } = metadata
  const seconds = /^-?\d{1,12}(?:\.\d{1,12})?$/.test(mtime) ? Number(mtime) : Number.NaN
  const attributes: { mtime?: number; mode?: number } = {}
  if (seconds >= earliest && seconds <= latest) attributes.mtime = seconds
  if (/^[0-7]{3,6}$/.test(mode)) attributes.mode = Number.parseInt(mode, 8) & 0o777
  return attributes
}
