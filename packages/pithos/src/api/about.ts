import type { CallOptions, ResponseFailure } from '@kamaki/core'
import type { AccountLocation, ContainerLocation, ObjectLocation } from '../model/location.ts'

/** What a call is about. */
export type Location = AccountLocation | ContainerLocation | ObjectLocation

/** What to do about a stored line break, which the server cannot put into the headers of a response. */
function readable(noun: string): string {
  const cure = `Delete the item with ${noun}.metadata.delete(name), or all of them with ${noun}.metadata.replace({})`
  if (noun !== 'object') return `${cure}. In a container it may be the name of an item of an object`
  return `${cure}, which erases Content-Encoding and Content-Disposition as well; object.unshare() is for what is shared, object.moveTo() for a carriage return in the name`
}

function adviceFor(noun: string, { status, message }: ResponseFailure): string | undefined {
  if (status === 400 && message === undefined) {
    return `Has another program stored a line break in its metadata? Then it cannot be read. ${readable(noun)}`
  }
  if (status === 400 && /can't contain newlines/i.test(message ?? ''))
    return `Another program has stored this line break. ${readable(noun)}`
  if (status !== 404 || noun === 'account') return undefined
  if (/^container/i.test(message ?? noun)) return 'Create it with container.create()'
  return message === undefined || /^object/i.test(message)
    ? 'See what there is with container.objects.list()'
    : undefined
}

/** What an error says of where it happened, and what to do about it. */
export function about(at: Location, version?: number): Pick<CallOptions, 'subject' | 'advice'> {
  if ('container' in at) {
    const object = `object '${at.name}' in container '${at.container.name}'`
    const subject = version === undefined ? `O${object.slice(1)}` : `Version ${version} of ${object}`
    return { subject, advice: (failure) => adviceFor('object', failure) }
  }
  if ('account' in at)
    return { subject: `Container '${at.name}'`, advice: (failure) => adviceFor('container', failure) }
  return { subject: `Account '${at.id}'`, advice: (failure) => adviceFor('account', failure) }
}
