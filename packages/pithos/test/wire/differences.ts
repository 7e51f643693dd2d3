import { InvalidArgumentError, NotModifiedError, ParseError } from '@kamaki/core'
import type { Played, WireCase } from '@kamaki-tooling/wire'
import { expect } from 'vitest'
import type { Difference } from './suite.ts'

export const named =
  (...names: string[]) =>
  (wireCase: WireCase): boolean =>
    names.includes(`${wireCase.method} | ${wireCase.case}`)
export const bug =
  (...labels: string[]) =>
  ({ bug: label }: WireCase): boolean =>
    label !== undefined && labels.some((each) => label.startsWith(each))

/** Ours rejects it before anything is sent. */
export function refused({ error, requests }: Played): void {
  expect(error).toSatisfy(InvalidArgumentError.isInstance)
  expect(requests).toEqual([])
}
export const is =
  (isInstance: (error: unknown) => boolean) =>
  ({ error, mismatches }: Played): void => {
    expect(mismatches).toEqual([])
    expect(error).toSatisfy(isInstance)
  }
export const succeeds = ({ error, mismatches }: Played): void => {
  expect(mismatches).toEqual([])
  expect(error).toBeUndefined()
}

/** Differences that both clients have. */
export const common: readonly Difference[] = [
  {
    reason: 'checked by type and in containers.test.ts: no account, no container, no request',
    fits: ({ case: name }) => /error: no (account|container)|not a dict|empty name|without destination/.test(name),
  },
  {
    reason: 'names are kept as they are: the server keeps double, leading and trailing slashes',
    fits: ({ case: name }) => /double slash collapses|leading and trailing slash/.test(name),
    outcome: ({ requests: [request] }, { args }) =>
      expect(request?.path).toMatch(new RegExp(`/pithos/${args['obj']}$`)),
  },
  {
    reason: 'a line feed in a name is refused at once: the server routes none',
    fits: ({ case: name }) => name === 'name: newline and tab',
    outcome: refused,
  },
  {
    reason: 'a PUT without a content type is 411: one is always sent',
    fits: ({ exchanges: [first], bug: label }) =>
      label === undefined &&
      first?.request.method === 'PUT' &&
      /\/pithos\/./.test(first.request.path) &&
      first.request.headers['content-type'] === undefined &&
      first.request.headers['x-copy-from'] === undefined &&
      first.request.headers['x-move-from'] === undefined,
    options: ({ case: name }) => ({
      ignoreHeaders: [
        'content-type',
        ...(name === 'permissions {}' ? ['x-object-sharing'] : []),
        ...(name === 'all' ? ['etag'] : []),
      ],
    }),
  },
  {
    reason: 'a limit of 0 asks for nothing',
    fits: named('list_objects | limit 0 is dropped'),
    options: { exchanges: [] },
  },
  {
    reason: '304 is NotModifiedError, 412 PreconditionFailedError, never an empty result',
    fits: ({ case: name, bug: label }) => label === undefined && /304|custom success/.test(name),
    outcome: is(NotModifiedError.isInstance),
  },
  { reason: '204 is an empty list', fits: bug('204-accepted-but-json-required'), outcome: succeeds },
  {
    reason: 'always JSON, whatever else the server could give (list-objects-xml-parsed-as-json)',
    fits: ({ case: name, bug: label }) =>
      /^format (xml|none)|^no format|xml/i.test(name) || label === 'list-objects-xml-parsed-as-json',
    options: { ignoreQuery: ['format'] },
    outcome: ({ mismatches, requests, error }) => {
      expect(mismatches).toEqual([])
      expect(requests[0]?.query).toContainEqual(['format', 'json'])
      // The recorded response is not what was asked for.
      if (error !== undefined) expect(error).toSatisfy(ParseError.isInstance)
    },
  },
  {
    reason:
      'metadata is replaced on the object that it is meant for; there is no such method on a container by mistake',
    fits: ({ bug: label, method }) =>
      label === 'replace-object-meta-posts-to-container' || method === 'replace_object_meta',
  },
  {
    reason: 'a length without a body cannot be asked for (create-object-content-length-hang)',
    fits: bug('create-object-content-length-hang'),
  },
  {
    reason:
      'what headers cannot carry goes percent-encoded, and compares equal decoded; unquoted, the server refuses or misreads it',
    fits: ({ bug: label, exchanges }) =>
      /^unquoted-(unicode|percent)-header/.test(label ?? '') && exchanges.length === 1,
    options: { ignoreHeaders: ['content-type', 'content-range', 'x-object-manifest'] },
    outcome: ({ requests, error, mismatches }, wireCase) => {
      if (wireCase.case === 'all headers') return refused({ requests, error } as Played)
      const [request] = requests
      for (const value of Object.values(request?.headers ?? {})) expect(value).toMatch(/^[\x20-\x7e]*$/)
      // The recorded percent of a name was taken for an escape: ours arrives as it was meant.
      const percent = /percent|100%/.test(JSON.stringify(wireCase.args)) || wireCase.bug?.startsWith('unquoted-percent')
      if (percent !== true) expect(mismatches).toEqual([])
      else expect(JSON.stringify(request?.headers)).toContain('%25')
    },
  },
]

/** Differences of what only the plain client has, and through it PithosRestClient. */
export const plain: readonly Difference[] = [
  {
    reason: 'a container that was there is no error: the result tells',
    fits: named('create_container | error: 202 exists'),
    outcome: ({ result, mismatches }) => {
      expect(mismatches).toEqual([])
      expect(result).toEqual({ created: false })
    },
  },
  {
    reason: 'there is no missing key to find out about: deleting an item that is not there is fine',
    fits: named('del_account_meta | error: missing key', 'del_container_meta | error: missing key'),
  },
  {
    reason: 'replaceMetadata echoes nothing back (storage-del-account-meta-echoes-headers)',
    fits: bug('storage-del-account-meta-echoes-headers'),
  },
  {
    reason: 'the first 0 bytes are none (storage-upload-size-zero)',
    fits: bug('storage-upload-size-zero'),
    options: { ignoreBody: true, ignoreHeaders: ['content-type'] },
    outcome: ({ mismatches, requests }) => {
      expect(mismatches).toEqual([])
      expect(requests[0]?.body.length).toBe(0)
    },
  },
  {
    reason: 'names with dashes stay whole (storage-get-object-meta-truncates-dashed-keys)',
    fits: bug('storage-get-object-meta-truncates-dashed-keys'),
    outcome: ({ mismatches, result }) => {
      expect(mismatches).toEqual([])
      expect(Object.keys((result as { metadata: object }).metadata)).toContainEqual(expect.stringContaining('-key'))
    },
  },
]

/** Differences of what PithosRestClient has. */
export const rest: readonly Difference[] = [
  {
    reason: 'e-mails are no members of groups: the server would respond 400',
    fits: named('account_post | groups [py unicode args]'),
    outcome: refused,
  },
  { reason: '204 is an empty list', fits: ({ case: name }) => name === 'error: 204', outcome: succeeds },
  {
    reason: 'a hashmap whose hashes are too short for the algorithm that it names cannot be right',
    fits: named('object_get | hashmap'),
    outcome: is(ParseError.isInstance),
  },
  {
    reason: 'a 206 is what was asked for',
    fits: named('object_get | error: 206 not in default success'),
    outcome: succeeds,
  },
  {
    reason: 'flags go without a value; the old library sends the text None',
    fits: ({ exchanges: [first] }) => first?.request.query.some(([, value]) => value === 'None') === true,
    options: { ignoreQuery: ['shared', 'public', 'ignore_content_type'] },
  },
  {
    reason: 'the server ignores account policies: they cannot be given',
    fits: named('account_post | quota versioning'),
    options: { ignoreHeaders: ['x-account-policy-quota', 'x-account-policy-versioning'] },
  },
  {
    reason: 'until beats delimiter: a purge is a purge',
    fits: ({ case: name }) => name === 'until delimiter',
    options: { ignoreQuery: ['delimiter'] },
  },
  {
    reason: 'a single tag goes bare, as the server understands it either way',
    fits: ({ method, case: name }) => method === 'object_head' && name === 'conditions',
    options: { ignoreHeaders: ['if-none-match'] },
  },
  {
    reason:
      'a change of metadata cannot change the type: the server ignores it there, and octet-stream would make it a data update',
    fits: named('object_post | source', 'object_post | conditions and entity headers'),
    options: { ignoreHeaders: ['content-type'] },
  },
  {
    reason: 'a move is always of the newest version, by type (object-move-drops-source-version)',
    fits: bug('object-move-drops-source-version'),
    outcome: succeeds,
  },
  {
    reason: 'a body is chunked exactly if its length is not known (chunked-header-without-chunked-body)',
    fits: bug('chunked-header-without-chunked-body'),
    options: { ignoreHeaders: ['content-type'] },
  },
  {
    reason: 'If-Range does not work on this server: it cannot be sent (if-range-header-empty)',
    fits: bug('if-range-header-empty'),
    options: { ignoreHeaders: ['if-range'] },
  },
  {
    reason: 'names of metadata go encoded, never decoded (object-copy-move-unquotes-metadata-keys)',
    fits: bug('object-copy-move-unquotes-metadata-keys'),
    options: { ignoreQuery: [] },
    outcome: ({ requests: [request], error }, { args }) => {
      // Nothing was recorded where the old library failed on its own: then there is no response.
      expect(
        request === undefined
          ? error
          : Object.keys(request.headers).map((name) => decodeURIComponent(name).toLowerCase()),
      ).toEqual(
        expect.arrayContaining(
          Object.keys(args['metadata'] as object).map((name) => `x-object-meta-${name}`.toLowerCase()),
        ),
      )
    },
  },
]
