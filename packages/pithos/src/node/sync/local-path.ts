import { isPartFile } from '../files/part-file.ts'

/** Why the name of an object is not a path below a directory. */
export type NameProblem =
  /** Nothing, or no more than slashes. */
  | 'empty-name'
  /** It begins with a slash, or names a Windows drive. */
  | 'absolute'
  /** Two slashes in a row, or a slash at the end. */
  | 'empty-segment'
  /** `.` or `..` between slashes. */
  | 'dot-segment'
  /** It contains a zero byte. */
  | 'nul'
  /** It contains an unpaired surrogate, for which there is no UTF-8. */
  | 'not-unicode'
  /** A part of it is longer than file names are (255 bytes; on Windows and macOS 255 UTF-16 units). */
  | 'too-long'
  /** Windows: it contains a backslash, which would separate directories there. */
  | 'backslash'
  /** Windows: it contains a character that no file name may have (`:` would open an alternate stream). */
  | 'forbidden-character'
  /** Windows: a part of it ends with a dot or a space, which Windows drops. */
  | 'trailing-dot-or-space'
  /** Windows: a part of it is the name of a device, such as `NUL` or `com1.txt`. */
  | 'reserved-name'
  /** It looks like the part file of an interrupted download. */
  | 'part-file'

/** What a name is on disk: the parts of a relative path, or why it is not one. */
export type LocalPath =
  | { readonly segments: readonly string[]; readonly problem?: undefined }
  | { readonly problem: NameProblem; readonly segments?: undefined }

// The superscript digits are digits to Windows. What follows the first dot does not matter.
const device = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\.|$)/i

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

function windowsProblem(segment: string): NameProblem | undefined {
  if (segment.includes('\\')) return 'backslash'
  if (/[<>:"|?*\x01-\x1f]/.test(segment)) return 'forbidden-character'
  if (/[. ]$/.test(segment)) return 'trailing-dot-or-space'
  if (device.test(segment)) return 'reserved-name'
  return undefined
}

function lengthOf(segment: string, platform: string): number {
  return platform === 'win32' || platform === 'darwin' ? segment.length : Buffer.byteLength(segment)
}

/**
 * The path, relative to a directory, that an object's name stands for on a system; or why it does not stand for one. Names are never repaired:
 * two names are two paths, and a path leads back to its name (`segments.join('/')`). Whatever comes out stays below the directory it
 * is joined to, as long as no link in there leads out.
 *
 * @param name the name, without the prefix that is synchronised.
 * @param platform as in `process.platform`: `win32` has rules of its own.
 */
export function localPath(name: string, platform: string = process.platform): LocalPath {
  if (/^\/*$/.test(name)) return { problem: 'empty-name' }
  if (name.includes('\0')) return { problem: 'nul' }
  if (loneSurrogate.test(name)) return { problem: 'not-unicode' }
  if (name.startsWith('/')) return { problem: 'absolute' }
  if (platform === 'win32' && /^(?:[a-z]:|\\)/i.test(name)) return { problem: 'absolute' }
  const segments = name.split('/')
  for (const segment of segments) {
    if (segment === '') return { problem: 'empty-segment' }
    if (segment === '.' || segment === '..') return { problem: 'dot-segment' }
    const problem = platform === 'win32' ? windowsProblem(segment) : undefined
    if (problem !== undefined) return { problem }
    if (lengthOf(segment, platform) > 255) return { problem: 'too-long' }
    if (isPartFile(segment)) return { problem: 'part-file' }
  }
  return { segments }
}
