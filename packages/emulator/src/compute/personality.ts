import { badRequest, internalServerError, overLimit } from '../http/fault.ts'
import { isObject } from '../http/json-body.ts'
import { pythonBase64 } from '../python/base64.ts'

const MAX_FILES = 5
const MAX_BYTES = 10240
const MEMBERS: readonly string[] = ['contents', 'group', 'mode', 'owner', 'path']

/** Checks the files that are to be put into a new server. @throws {Fault} 400 malformed, 413 too many or too large, 500 */
export function checkPersonality(files: readonly unknown[]): void {
  if (files.length > MAX_FILES) throw overLimit('Maximum number of personalities exceeded')
  for (const file of files) {
    const malformed = () => badRequest('Malformed personality in request')
    if (!isObject(file) || Object.keys(file).some((key) => !MEMBERS.includes(key))) throw malformed()
    if (!Object.hasOwn(file, 'contents')) throw internalServerError()
    const { contents } = file as { contents: unknown }
    if (typeof contents !== 'string') throw malformed()
    // Not decoded when it is over the limit already.
    if (contents.length > MAX_BYTES) throw overLimit('Maximum size of personality exceeded')
    // Only ASCII becomes bytes; anything else makes the server fail.
    if (/[\u0080-\uffff]/.test(contents)) throw internalServerError()
    const decoded = pythonBase64(contents)
    if (!decoded) throw malformed()
    if (decoded.byteLength > MAX_BYTES) throw overLimit('Maximum size of personality exceeded')
  }
}
