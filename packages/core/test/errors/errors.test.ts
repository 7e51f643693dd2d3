import * as core from '@kamaki/core'
import { describe, expect, it, vi } from 'vitest'
import { errorForStatus } from '../../src/errors/api-errors.ts'

const fields = {
  fault: 'itemNotFound',
  details: 'd',
  method: 'GET',
  url: 'http://c/x',
  requestId: 'r1',
  retryAfterMs: 5,
}
const classes = Object.entries(core).filter(([name]) => /^[A-Z]\w*Error$/.test(name)) as [
  string,
  { new (...args: never[]): Error; isInstance(value: unknown): boolean },
][]

function make(Class: { new (...args: never[]): Error }): Error {
  return new Class(
    ...([
      'm',
      {
        status: 1,
        ...fields,
        host: 'h',
        parameter: 'p',
        serviceType: 's',
        phase: 'body',
        limit: 'total',
        timeoutMs: 1,
        lastState: 1,
      },
    ] as never[]),
  )
}

describe('error classes', () => {
  it.each(classes)('%s recognizes its instances and those of its subclasses, and nothing else', (name, Class) => {
    const error = make(Class)
    expect(error.name).toBe(name)
    expect(error).toBeInstanceOf(Error)
    for (const [other, Other] of classes)
      expect([other, Other.isInstance(error)]).toEqual([other, error instanceof Other])
    for (const value of [undefined, null, 1, 'x', {}, new Error('x'), Object.create(null)])
      expect(Class.isInstance(value)).toBe(false)
  })

  it('recognize those of another copy of the package, also when the guard is passed as a function', async () => {
    vi.resetModules()
    const copy = await import('@kamaki/core')
    expect(copy.NotFoundError).not.toBe(core.NotFoundError)
    const error = new copy.NotFoundError('m', { status: 404, ...fields })
    expect(error instanceof core.NotFoundError).toBe(false)
    expect([error].filter(core.NotFoundError.isInstance)).toEqual([error])
    expect(core.ApiError.isInstance(error)).toBe(true)
    expect(core.ConflictError.isInstance(error)).toBe(false)
  })

  it('recognize only instances of a subclass that has no mark of its own', () => {
    class GoneError extends core.NotFoundError {}
    const gone = new GoneError('m', { status: 404, ...fields })
    expect([GoneError.isInstance(gone), core.NotFoundError.isInstance(gone)]).toEqual([true, true])
    expect(GoneError.isInstance(new core.NotFoundError('m', { status: 404, ...fields }))).toBe(false)
  })

  it.each([
    [304, 'NotModifiedError'],
    [400, 'BadRequestError'],
    [401, 'UnauthorizedError'],
    [403, 'ForbiddenError'],
    [404, 'NotFoundError'],
    [405, 'MethodNotAllowedError'],
    [409, 'ConflictError'],
    [411, 'LengthRequiredError'],
    [412, 'PreconditionFailedError'],
    [413, 'QuotaExceededError'],
    [416, 'RangeNotSatisfiableError'],
    [422, 'UnprocessableError'],
    [429, 'RateLimitedError'],
    [500, 'ServerError'],
    [501, 'NotImplementedError'],
    [502, 'BadGatewayError'],
    [503, 'ServiceUnavailableError'],
    [504, 'GatewayTimeoutError'],
    [507, 'ServerError'],
    [418, 'ApiError'],
    [201, 'ApiError'],
  ])('%i is a %s', (status, name) => {
    const error = errorForStatus('m', { status, ...fields })
    expect([error.name, error.status]).toEqual([name, status])
  })

  it('serialize their public fields as JSON, without stack and cause', () => {
    const error = new core.NotFoundError('m', { status: 404, ...fields }, { cause: new Error('hidden') })
    expect(JSON.parse(JSON.stringify(error))).toEqual({ name: 'NotFoundError', message: 'm', status: 404, ...fields })
    expect(JSON.parse(JSON.stringify(new core.WaitFailedError('m', { lastState: { adminPass: 'x' } })))).toEqual({
      name: 'WaitFailedError',
      message: 'm',
    })
  })
})
