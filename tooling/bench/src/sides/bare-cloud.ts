import type { Readable } from 'node:stream'
import { Agent, type Dispatcher, request } from 'undici'
import type { SideInput } from '../side.ts'

/** Sends a request, which must succeed. The path is below the account. */
export type Send = (
  method: 'GET' | 'PUT' | 'POST',
  path: string,
  options?: { readonly headers?: Readonly<Record<string, string>>; readonly body?: Buffer | string | Readable },
) => Promise<Dispatcher.ResponseData['body']>

/** Requests to the cloud without the SDK, over connections of their own. */
export function openBare({ target }: SideInput): { send: Send; close: () => Promise<void> } {
  const dispatcher = new Agent()
  const send: Send = async (method, path, options = {}) => {
    const headers = { 'X-Auth-Token': target.token, ...options.headers }
    const url = `${target.pithosUrl}/${target.uuid}/${path}`
    const response = await request(url, { ...options, method, headers, dispatcher })
    if (response.statusCode >= 300) throw new Error(`${method} ${url} responded ${response.statusCode}`)
    return response.body
  }
  return { send, close: () => dispatcher.close() }
}

export const octets: Readonly<Record<string, string>> = { 'Content-Type': 'application/octet-stream' }
