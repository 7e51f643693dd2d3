import { IntegrityError, ParseError } from '@kamaki/core'
import { expect } from 'vitest'
import { bug, named } from './differences.ts'
import type { Difference } from './suite.ts'

const transfers = new Set(['upload_object', 'upload_from_string'])
const elsewhere = new Set(['download_object', 'download_to_string', 'stream_down', 'append_object'])

/** Differences of uploads, cuts and overwriting. What downloads and appends give is compared in transfers.test.ts. */
export const transferDifferences: readonly Difference[] = [
  {
    reason: 'a cloud that asks for blocks that are not part of the content is not fed for ever',
    fits: named('upload_object | 409 again after the upload of blocks'),
    options: { ignoreBody: true },
    outcome: ({ error }) => expect(error).toSatisfy(ParseError.isInstance),
  },
  {
    reason:
      'a block that is stored with another hash is sent again, and then given up (upload-block-failure-cause-lost)',
    fits: named('upload_object | server returns another hash for a block'),
    options: { ignoreBody: true },
    outcome: ({ error }) => expect(error).toSatisfy(IntegrityError.isInstance),
  },
  {
    reason: 'bytes of the caller have no version of an object',
    fits: named('overwrite_object | source_version'),
    options: { exchanges: [2], ignoreHeaders: ['x-source-version'] },
  },
  {
    reason: 'same content by another algorithm: transfers.test.ts compares what comes out',
    fits: ({ method }) => elsewhere.has(method),
  },
  {
    reason: 'empty content goes in one request: there is nothing to hash',
    fits: named('upload_object | empty file', 'upload_object | size 0', 'upload_from_string | empty'),
    options: { exchanges: [1], ignoreQuery: ['hashmap'], ignoreBody: true },
  },
  {
    reason: 'NULs at the end of a block are not sent',
    fits: ({ case: name, method }) =>
      transfers.has(method) && /block size 8, NUL tails|block size 8, all NUL|^NUL tails/.test(name),
    options: { ignoreBody: true, anyOrder: true },
  },
  {
    reason:
      'all properties go with the request that makes the object; an ETag cannot be checked with hashes (upload-content-disposition-dropped-on-final-put)',
    fits: ({ case: name, method, bug: label }) =>
      transfers.has(method) &&
      (name === 'all options' ||
        label?.startsWith('upload-content-disposition') === true ||
        label?.startsWith('upload-etag') === true),
    options: { ignoreHeaders: ['content-disposition', 'etag'], anyOrder: true },
  },
  {
    reason: 'the block format is asked for anew: there is no cache to go stale',
    fits: named('upload_object | container_info_cache filled'),
    options: { exchanges: [], ignoreBody: true },
    outcome: ({ requests: [request] }) => expect(request?.method).toBe('HEAD'),
  },
  {
    reason:
      "in someone else's account the content goes as data (upload-target-account-blocks-go-to-own-account): upload.test.ts",
    fits: bug('upload-target-account', 'container-info-cache-keyed'),
  },
  {
    reason: 'a 409 that lists nothing is a ConflictError (409-fault-taken-for-missing-hashes): upload.test.ts',
    fits: bug('409-fault-taken'),
  },
  {
    reason: 'the failure of a block is what is thrown (upload-block-failure-cause-lost)',
    fits: bug('upload-block-failure-cause-lost'),
    options: { ignoreBody: true, anyOrder: true },
    outcome: ({ error }, { exchanges }) => {
      const refusal = exchanges.find(
        ({ request, response }) => request.method === 'POST' && (response.status ?? 0) >= 400,
      )
      expect(error).toMatchObject({ status: refusal?.response.status })
    },
  },
  {
    reason: 'text of any letters goes as UTF-8 (upload-from-string-unicode): upload.test.ts',
    fits: bug('upload-from-string-unicode'),
  },
  {
    reason: 'without a block size the usual one is taken (missing-block-size-keyerror)',
    fits: bug('missing-block-size-keyerror'),
    options: { ignoreBody: true },
    outcome: ({ requests }) => expect(requests.map(({ method }) => method).slice(0, 2)).toEqual(['HEAD', 'PUT']),
  },
  {
    reason: 'a size is that of the source, by type (assertion-error-instead-of-client-error)',
    fits: bug('assertion-error-instead-of-client-error'),
  },
  {
    reason: 'a type is always sent (upload-unchunked-no-content-type)',
    fits: bug('upload-unchunked-no-content-type'),
    options: { ignoreHeaders: ['content-type'] },
  },
  {
    reason: 'hashes are given to putHashmap, not read from a file (with-hash-file-without-hashmap-param)',
    fits: ({ case: name }) => /withHashFile/.test(name),
  },
  {
    reason: 'blocks go in any order',
    fits: ({ method, exchanges }) =>
      transfers.has(method) && exchanges.filter(({ request }) => request.method === 'POST').length > 1,
    options: { anyOrder: true },
  },
  {
    reason: 'no size is needed first, and an open range cuts to any size (truncate-object-content-range)',
    fits: ({ method, exchanges, bug: label }) =>
      method === 'truncate_object' && (exchanges.length > 1 || label !== undefined),
    options: { exchanges: [1], ignoreHeaders: ['content-range', 'x-source-object'] },
    outcome: ({ mismatches, requests: [request] }, { args }) => {
      expect(mismatches).toEqual([])
      expect(request?.headers).toMatchObject({
        'content-range': 'bytes 0-/*',
        'x-object-bytes': String(args['upto_bytes']),
        'x-source-object': `/pithos/${encodeURIComponent(String(args['obj'])).replaceAll('%2F', '/')}`,
      })
    },
  },
  {
    reason: 'the first request tells that there is no such object',
    fits: named('truncate_object | error: 404', 'overwrite_object | error: 404'),
    options: { anyOrder: true },
    outcome: ({ error }) => expect(error).toMatchObject({ status: 404 }),
  },
  {
    reason:
      'a source is written as long as it is: no end is given that could differ (overwrite-object-short-source, -off-by-one)',
    fits: bug('overwrite-object-short-source', 'overwrite-object-off-by-one'),
  },
  {
    reason: 'neither sizes nor blocks are needed first; each request is on condition of the one before',
    fits: ({ method, exchanges }) => method === 'overwrite_object' && exchanges.length > 2,
    options: ({ exchanges }) => ({
      exchanges: exchanges.map((_, index) => index).slice(2),
      ignoreHeaders: ['if-match'],
    }),
  },
]
