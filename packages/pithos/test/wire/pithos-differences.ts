import { ParseError, PreconditionFailedError } from '@kamaki/core'
import { expect } from 'vitest'
import { bug, is, named, refused, succeeds } from './differences.ts'
import type { Difference } from './suite.ts'

/** Differences of what only PithosClient has, but for transfers. */
export const pithos: readonly Difference[] = [
  {
    reason: 'what is asked does not hang on the calls before (header-quoting-rules-leak-between-calls)',
    fits: ({ bug: label, case: name }) =>
      label?.startsWith('header-quoting-rules') === true || /on the same client|same pooled connection/.test(name),
    options: { exchanges: [] },
    outcome: ({ requests }) => expect(requests.length).toBe(1),
  },
  {
    reason: 'the default version is that of the class: containers.test.ts',
    fits: ({ method }) => method === '__init__',
  },
  {
    reason: 'an empty list may come without a body',
    fits: named('list_containers | error matrix: 204 when 200 is wanted'),
    outcome: succeeds,
  },
  {
    reason: 'what is no list is a ParseError',
    fits: ({ method, case: name }) =>
      method === 'list_containers' &&
      /error matrix: 200 with (a body that is not JSON|an empty body|JSON lacking)/.test(name),
    outcome: is(ParseError.isInstance),
  },
  {
    reason: 'a redirect on the same origin is followed, as core has it',
    fits: named('list_containers | error matrix: 302 redirect is not followed'),
    outcome: ({ requests }) => expect(requests.length).toBeLessThan(3),
  },
  {
    reason: "how connections fail is core's: its own replay has these",
    fits: named('list_containers | error matrix: connection refused'),
  },
  {
    reason: 'read comes before write; the order means nothing',
    fits: named('set_object_sharing | read write'),
    options: { ignoreHeaders: ['x-object-sharing'] },
  },
  {
    reason: 'a group with a space could not be named where objects are shared',
    fits: ({ method, case: name }) => method === 'set_account_group' && name.startsWith('unicode'),
    outcome: refused,
  },
  {
    reason: 'limit and marker are not applied by the server: neither are they sent',
    fits: named('get_sharing_accounts | limit marker'),
    options: { ignoreQuery: ['limit', 'marker'] },
  },
  {
    reason: 'X-Source-Version means nothing to a move',
    fits: named('move_object | all options'),
    options: { ignoreHeaders: ['x-source-version'] },
  },
  {
    reason: 'an ETag of an upload is an MD5, for content',
    fits: named('create_object_by_manifestation | all'),
    options: { ignoreHeaders: ['etag'] },
  },
  {
    reason: 'a purge takes whole seconds, checked (purge-container-fractional-until): objects.test.ts',
    fits: bug('purge-container-fractional-until'),
  },
  {
    reason: 'no state is kept between calls (failed-call-leaks-headers-and-params-into-next-request)',
    fits: bug('failed-call-leaks'),
    options: { exchanges: [] },
    outcome: ({ requests: [request] }) => expect(request?.query ?? []).toEqual([]),
  },
  {
    reason: 'handles are not changed by calls (copy-move-object-leaves-container-changed)',
    fits: bug('copy-move-object-leaves-container-changed'),
    outcome: succeeds,
  },
  {
    reason: 'permissions are lists, by type (set-object-sharing-true-typeerror)',
    fits: bug('set-object-sharing-true-typeerror'),
  },
  {
    reason: 'unknown words in X-Object-Sharing are passed over (get-object-sharing-valueerror)',
    fits: bug('get-object-sharing-valueerror'),
    outcome: succeeds,
  },
  {
    reason: 'unknown words in X-Object-Sharing are passed over',
    fits: named('get_object_sharing | error: bad format'),
    outcome: succeeds,
  },
  {
    reason: 'what is not UTF-8 is given as it is (undecodable-response-header)',
    fits: bug('undecodable-response-header'),
    outcome: succeeds,
  },
  {
    reason: '412 is PreconditionFailedError, never an empty result',
    fits: named('get_object_hashmap | 412 gives {}'),
    outcome: is(PreconditionFailedError.isInstance),
  },
]
