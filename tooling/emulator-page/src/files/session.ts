import { AstakosClient } from '@kamaki/astakos'
import { type ObjectSummary, type PithosAccount, PithosClient } from '@kamaki/pithos'
import { type Signal, signal } from '@preact/signals'
import type { CloudUser } from '../control/types.ts'
import { messageOf } from '../ui/format.ts'

/** The SDK as one user, for as long as the token is this one. */
export interface Session {
  readonly user: CloudUser
  readonly pithos: PithosClient
}

/** What the SDK is trying again at present, in a line for each call. */
export const retries: Signal<ReadonlyMap<string, string>> = signal(new Map())

function setRetry(callId: string, line: string | undefined): void {
  if (line === undefined && !retries.value.has(callId)) return
  const lines = new Map(retries.value)
  if (line === undefined) lines.delete(callId)
  else lines.set(callId, line)
  retries.value = lines
}

const sessions: Map<string, Promise<Session>> = new Map()

/** Signs in once for each token. */
export function sessionOf(authUrl: string, user: CloudUser): Promise<Session> {
  const key = `${authUrl} ${user.token}`
  const known = sessions.get(key)
  if (known) return known
  const session = signIn(authUrl, user)
  sessions.set(key, session)
  // A cloud that was away may be back the next time.
  session.catch(() => sessions.delete(key))
  return session
}

async function signIn(authUrl: string, user: CloudUser): Promise<Session> {
  const astakos = new AstakosClient(authUrl, user.token, {
    // Somebody is waiting, who can try again with a click.
    retry: { limit: 3, baseMs: 250 },
    hooks: {
      onRetry: ({ callId, method, url, delayMs, error }) => {
        const seconds = (delayMs / 1000).toFixed(1)
        setRetry(callId, `Trying again in ${seconds} s: ${method} ${new URL(url).pathname}. ${messageOf(error)}`)
      },
      onResponse: ({ callId, status }) => {
        if (status < 400) setRetry(callId, undefined)
      },
      onError: ({ callId }) => setRetry(callId, undefined),
    },
  })
  return { user, pithos: await astakos.client(PithosClient) }
}

/** A container of an account, seen by a user. */
export interface Place {
  readonly session: Session
  readonly account: PithosAccount
  readonly container: string
  /** Where in the container: '' or a path that ends with a slash. */
  readonly prefix: string
}

/** A line of a listing: an object, or what lies between two slashes. */
export type Entry =
  | { readonly folder: string; readonly marker: ObjectSummary | undefined }
  | { readonly folder?: undefined; readonly object: ObjectSummary }

const DIRECTORY = /^application\/(directory|folder)\b/

/** Joins each directory with the object of its name, if there is one. */
export function entriesOf(
  listed: readonly (ObjectSummary | { readonly subdir: string; readonly name?: undefined })[],
): Entry[] {
  const entries: Entry[] = []
  const folders: Map<string, number> = new Map()
  for (const entry of listed) {
    const isMarker = entry.name !== undefined && DIRECTORY.test(entry.contentType)
    const folder = entry.name === undefined ? entry.subdir : isMarker ? `${entry.name}/` : undefined
    if (folder === undefined) {
      if (entry.name !== undefined) entries.push({ object: entry })
      continue
    }
    const marker = entry.name === undefined ? undefined : entry
    const index = folders.get(folder)
    if (index === undefined) folders.set(folder, entries.push({ folder, marker }) - 1)
    else if (marker) entries[index] = { folder, marker }
  }
  return entries
}
