import { isWellFormed } from '../../codec/percent-encoding.ts'

/** Why no object can have a name; undefined if one can. */
export function objectNameProblem(name: string): string | undefined {
  // The cloud rejects a line feed, and stores a name with a carriage return such that it can never be read again.
  if (/[\n\r\0]/.test(name)) return 'the cloud cannot store a name with a line break'
  if (!isWellFormed(name)) return 'the name is not valid Unicode'
  return [...name].length > 1024 ? 'a name has at most 1024 characters' : undefined
}
