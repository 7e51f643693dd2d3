/** An error of a Synnefo service: thrown anywhere below a handler, written in the format that the caller asked for. */
export class Fault extends Error {
  /** The single key of the JSON body (`badRequest`, `itemNotFound`, ...). */
  readonly fault: string
  readonly status: number
  /** null: the body has no such member. */
  readonly details: string | null
  /** Methods for the Allow header of a 405. */
  readonly allow: readonly string[] | undefined
  /** Further members beside message, code and details (`data` of a rejected commission). */
  readonly extra: Readonly<Record<string, unknown>> | undefined
  /** No service took the path: an XML fault is in no namespace. */
  readonly unrouted: boolean

  constructor(
    status: number,
    fault: string,
    message: string,
    options: {
      details?: string | null
      allow?: readonly string[]
      extra?: Readonly<Record<string, unknown>>
      unrouted?: boolean
    } = {},
  ) {
    super(message)
    this.name = 'Fault'
    this.status = status
    this.fault = fault
    this.details = options.details === undefined ? '' : options.details
    this.allow = options.allow
    this.extra = options.extra
    this.unrouted = options.unrouted ?? false
  }
}

type Make = (message?: string, details?: string) => Fault

const maker =
  (status: number, fault: string, standard = ''): Make =>
  (message = standard, details = '') =>
    new Fault(status, fault, message, { details })

export const badRequest: Make = maker(400, 'badRequest', 'Bad request')
export const unauthorized: Make = maker(401, 'unauthorized', 'Access denied')
export const forbidden: Make = maker(403, 'forbidden')
export const itemNotFound: Make = maker(404, 'itemNotFound', 'Item not found')
export const conflict: Make = maker(409, 'conflict')
export const buildInProgress: Make = maker(409, 'buildInProgress')
export const lengthRequired: Make = maker(411, 'lengthRequired')
export const preconditionFailed: Make = maker(412, 'preconditionFailed')
export const overLimit: Make = maker(413, 'overLimit')
export const requestEntityTooLarge: Make = maker(413, 'requestEntityTooLarge')
export const rangeNotSatisfiable: Make = maker(416, 'rangeNotSatisfiable')
export const unprocessableEntity: Make = maker(422, 'unprocessableEntity')
export const internalServerError: Make = maker(500, 'internalServerError', 'Unexpected error')
export const notImplemented: Make = maker(501, 'notImplemented', 'Not implemented')

/** 405 with its Allow header. */
export function notAllowed(allow: readonly string[], message = 'Method not allowed'): Fault {
  return new Fault(405, 'notAllowed', message, { allow })
}

/** The response of every service to a path that it does not route. */
export function endpointNotFound(): Fault {
  return new Fault(400, 'badRequest', 'API endpoint not found', { unrouted: true })
}

const NAMES: ReadonlyMap<number, [fault: string, message: string]> = new Map([
  [400, ['badRequest', 'Bad request']],
  [401, ['unauthorized', 'Access denied']],
  [403, ['forbidden', 'Forbidden']],
  [404, ['itemNotFound', 'Item not found']],
  [405, ['notAllowed', 'Method not allowed']],
  [409, ['conflict', 'Conflict']],
  [411, ['lengthRequired', 'Length required']],
  [412, ['preconditionFailed', 'Precondition failed']],
  [413, ['overLimit', 'Resource Limit Exceeded for your account.']],
  [416, ['rangeNotSatisfiable', 'Range not satisfiable']],
  [422, ['unprocessableEntity', 'Unprocessable entity']],
  [429, ['overLimit', 'Too many requests']],
  [500, ['internalServerError', 'Unexpected error']],
  [501, ['notImplemented', 'Not implemented']],
  [503, ['serviceUnavailable', 'Service unavailable']],
])

/** The fault that goes with a status. */
export function fault(status: number, message?: string): Fault {
  const [name, standard] = NAMES.get(status) ?? ['fault', `Status ${status}`]
  return new Fault(status, name, message ?? standard)
}
