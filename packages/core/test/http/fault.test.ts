import { describe, expect, it } from 'vitest'
import { isHtml, readFault } from '../../src/http/fault.ts'

const nothing = { fault: undefined, message: undefined, details: undefined }

describe('the fault in an error response', () => {
  it.each([
    [
      'the rule',
      '{"itemNotFound": {"message": "Not there", "code": 404, "details": ""}}',
      { fault: 'itemNotFound', message: 'Not there' },
    ],
    [
      'with details',
      '{"badRequest": {"message": "Bad", "code": 400, "details": "more"}}',
      { fault: 'badRequest', message: 'Bad', details: 'more' },
    ],
    [
      'details that are a list',
      '{"badRequest": {"message": "m", "details": ["a", "b"]}}',
      { fault: 'badRequest', message: 'm', details: ['a', 'b'] },
    ],
    [
      'details that are null',
      '{"badRequest": {"message": "m", "details": null}}',
      { fault: 'badRequest', message: 'm' },
    ],
    [
      'the real fault inside of a fault, as Pithos and Cyclades hand on what Astakos said',
      JSON.stringify({
        fault: {
          message: 'Unauthorized',
          code: 401,
          details: '{"unauthorized": {"message": "Invalid token", "code": 401, "details": ""}}',
        },
      }),
      { fault: 'unauthorized', message: 'Invalid token' },
    ],
    [
      'a string in the details that only looks like JSON',
      '{"fault": {"message": "m", "details": "{oops"}}',
      { fault: 'fault', message: 'm', details: '{oops' },
    ],
    [
      'JSON in the details that is no fault',
      '{"fault": {"message": "m", "details": "{\\"a\\": 1}"}}',
      { fault: 'fault', message: 'm', details: '{"a": 1}' },
    ],
    [
      'the limit that a commission exceeds',
      '{"overLimit": {"code": 413, "details": "", "message": "m", "data": {"limit": 9223372036854775807}}}',
      { fault: 'overLimit', message: 'm', details: { limit: Number.POSITIVE_INFINITY } },
    ],
    ['no message', '{"badRequest": {"code": 400, "details": "d"}}', { fault: 'badRequest', details: 'd' }],
    [
      'message null',
      '{"badRequest": {"message": null, "code": 400, "details": "d"}}',
      { fault: 'badRequest', details: 'd' },
    ],
    ['two keys', '{"badRequest": {"message": "m"}, "other": {"message": "n"}}', { fault: 'badRequest', message: 'm' }],
    ['a flat object', '{"code": 400, "message": "flat"}', { message: 'flat', details: { code: 400, message: 'flat' } }],
    [
      'OAuth 2',
      '{"error": "invalid_grant", "error_description": "Code expired"}',
      {
        fault: 'invalid_grant',
        message: 'Code expired',
        details: { error: 'invalid_grant', error_description: 'Code expired' },
      },
    ],
    ['a bare array: the blocks that Pithos misses', '["aa", "bb"]', { details: ['aa', 'bb'] }],
    ['a bare string', '"text"', { message: 'text' }],
    ['an empty object', '{}', {}],
    ['plain text', 'something broke\n\n', { message: 'something broke' }],
    [
      'a line before the JSON',
      'error: {"internalServerError": {"message": "m", "details": "d"}}',
      { fault: 'internalServerError', message: 'm', details: 'd' },
    ],
    ['a string with braces', 'cannot parse {this}', { message: 'cannot parse {this}' }],
    [
      'Greek',
      '{"badRequest": {"message": "Λάθος αίτημα", "details": ""}}',
      { fault: 'badRequest', message: 'Λάθος αίτημα' },
    ],
    ['nothing', '', {}],
    ['white space', ' \r\n', {}],
    [
      'a web page',
      '<!DOCTYPE html>\n<html><head><title>502 Bad\n Gateway</title></head></html>',
      { message: '502 Bad Gateway', isHtml: true },
    ],
    [
      'a web page without a title',
      '<html><head><style>body {color: red}</style></head><body><h1>Oops</h1></body></html>',
      { message: 'Oops', isHtml: true },
    ],
  ])('is read from %s', (_what, body, expected) => {
    expect(readFault(body)).toEqual({ ...nothing, ...expected })
  })

  it('has a short message', () => {
    expect(readFault('x'.repeat(5000)).message).toHaveLength(501)
  })

  it('is not read from a web page, unlike XML and plain text', () => {
    expect(
      ['<html>', ' <!doctype HTML>', '<?xml version="1.0"?>\n<html xmlns="x">', '<!-- a -->\n<html>'].map(isHtml),
    ).toEqual([true, true, true, true])
    expect(['', '{}', '<?xml version="1.0"?><account/>', 'html', '<htmlish>'].map(isHtml)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ])
  })
})
