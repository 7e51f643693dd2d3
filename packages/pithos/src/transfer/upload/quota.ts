import { QuotaExceededError } from '@kamaki/core'
import { AbortScope } from '@kamaki/core/toolkit'
import { headAccount } from '../../api/account.ts'
import { probeObject } from '../../api/object.ts'
import { readObject } from '../../codec/object.ts'
import type { ContainerInfo } from '../../model/container.ts'
import { isForeign, type Upload } from './split-options.ts'

/**
 * Finds out whether container or account have room for a content of `size` bytes. It rejects only what the cloud
 * would surely reject: with several projects the cloud does not say what is in use of each.
 *
 * @throws {QuotaExceededError} if they have not.
 */
async function checkQuota(
  { http, at, request }: Upload,
  container: ContainerInfo | undefined,
  size: number,
): Promise<void> {
  if (isForeign(at)) return
  const account = await headAccount(http, at.container.account, request)
  const rooms = [
    [`Container '${at.container.name}'`, container?.policy?.quota, container?.bytesUsed],
    ['The account', account.quota?.total, account.bytesUsed],
  ] as const
  const isFull = ([_, limit = Number.POSITIVE_INFINITY, usage = 0]: (typeof rooms)[number], more: number): boolean =>
    usage + more > limit
  if (!rooms.some((room) => isFull(room, size))) return
  const present = await probeObject(http, at, request)
  const more = size - (present.status === 404 ? 0 : readObject(at.name, present).bytes)
  const full = more > 0 ? rooms.find((room) => isFull(room, more)) : undefined
  if (full === undefined) return
  const [what, limit, usage] = full
  throw new QuotaExceededError(
    `${what} has no room for '${at.name}': limit ${limit} bytes, in use ${usage} bytes. The object was not created. Delete what is not needed, or ask for more`,
    {
      status: 413,
      fault: undefined,
      details: { limit, usage },
      method: 'HEAD',
      url: present.url,
      requestId: present.headers.get('x-request-id') ?? undefined,
      retryAfterMs: undefined,
    },
  )
}

/** Sends blocks of a content of `size` bytes while it is found out whether there is room for it, unless that is not to be asked. */
export async function sendWithinQuota(
  job: Upload,
  container: ContainerInfo | undefined,
  size: number,
  send: (job: Upload) => Promise<void>,
): Promise<void> {
  if (job.settings.checkQuota === false) return send(job)
  const scope = new AbortScope(job.request.signal)
  const inner = { ...job, request: { ...job.request, signal: scope.signal } }
  const checking = checkQuota(inner, container, size)
  checking.catch((error: unknown) => scope.abort(error))
  try {
    await send(inner)
    await checking
  } finally {
    scope.abort(new Error('the upload has ended'))
    await checking.catch(() => undefined)
    scope.close()
  }
}
