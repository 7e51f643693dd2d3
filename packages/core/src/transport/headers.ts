import { InvalidArgumentError } from '../errors/client-errors.ts'

/** Headers of a request by their names in lower case. A `Headers` object would be copied by each layer below that takes one. */
export type OutgoingHeaders = Record<string, string>

/** Sets the headers of an object of the caller's. @throws {InvalidArgumentError} as {@link setHeader} does. */
export function addHeaders(headers: OutgoingHeaders, added: Readonly<Record<string, unknown>> | undefined): void {
  if (added === undefined) return
  for (const [name, value] of Object.entries(added)) if (typeof value === 'string') setHeader(headers, name, value)
}

/** Sets a header. @throws {InvalidArgumentError} that names an invalid one without quoting its value. */
function setHeader(headers: OutgoingHeaders, name: string, value: string): void {
  const content = value.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '')
  // An object has something else under the name of its prototype.
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || name === '__proto__' || !/^[\t\x20-\x7e\x80-\xff]*$/.test(content)) {
    throw new InvalidArgumentError(
      `The header ${JSON.stringify(name)} cannot be sent: its name must be an ASCII token and its value one line of Latin-1. encodeHeaderValue() encodes other characters`,
      { parameter: 'headers' },
    )
  }
  headers[name.toLowerCase()] = content
}
