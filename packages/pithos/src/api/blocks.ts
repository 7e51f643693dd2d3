import { type CallOptions, IntegrityError, type RequestOptions } from '@kamaki/core'
import type { Http } from '@kamaki/core/toolkit'
import { requireBytes } from '../codec/body.ts'
import { malformed, type ResponseHead } from '../codec/malformed.ts'
import type { ContainerLocation } from '../model/location.ts'
import { callOptions, isQuotaRace } from './call-options.ts'

function postCall(
  at: ContainerLocation,
  body: Uint8Array | (() => ReadableStream<Uint8Array>),
  options: RequestOptions,
  contentLength?: number,
): CallOptions {
  return callOptions(at, options, {
    // Without `update` the server wipes the container's metadata; with any other type it stores nothing.
    query: { update: null, format: 'json' },
    headers: { 'Content-Type': 'application/octet-stream' },
    ...{ body, contentLength },
    idempotent: true,
    retryOn: (error) => IntegrityError.isInstance(error) || isQuotaRace(error),
    expect: 202,
  })
}

function readHashes(hashes: unknown, response: ResponseHead): string[] {
  if (Array.isArray(hashes) && hashes.every((hash) => typeof hash === 'string')) return hashes
  throw malformed('The response is not an array of hashes', response, 'POST')
}

async function post(http: Http, at: ContainerLocation, call: CallOptions): Promise<string[]> {
  const response = await http.bytes('POST', at.path, call)
  return readHashes(await response.json(), response)
}

/** `POST /{account}/{container}?update`: stores blocks, and returns their hashes. */
export async function postBlocks(
  http: Http,
  at: ContainerLocation,
  blocks: Uint8Array,
  options: RequestOptions,
): Promise<string[]> {
  return post(http, at, postCall(at, requireBytes(blocks, 'blocks'), options))
}

/** The same of blocks that are read as they are sent: `open` opens a stream of `length` bytes, for each attempt. */
export async function postBlockStream(
  http: Http,
  at: ContainerLocation,
  open: () => ReadableStream<Uint8Array>,
  length: number,
  options: RequestOptions,
): Promise<string[]> {
  return post(http, at, postCall(at, open, options, length))
}

/**
 * `POST /{account}/{container}?update`: stores one block, again if other bytes arrived than were sent.
 *
 * @param onMismatch called before it is sent again; may throw.
 */
export function postBlock(
  http: Http,
  at: ContainerLocation,
  block: Uint8Array,
  hash: string,
  options: RequestOptions & { readonly onMismatch: () => Promise<void> },
): Promise<void> {
  return http.read('POST', at.path, postCall(at, block, options), async (response) => {
    const [actual] = readHashes(await response.json(), response)
    if (actual === hash) return
    await options.onMismatch()
    throw new IntegrityError('The cloud keeps storing other bytes than were sent', { expected: hash, actual })
  })
}
