import { InvalidArgumentError } from '@kamaki/core'

/** An argument that is refused before any request, with the cure in the message. */
export function invalid(parameter: string, message: string): InvalidArgumentError {
  return new InvalidArgumentError(message, { parameter })
}
