import { NotFoundError, QuotaExceededError, type RequestOptions } from '@kamaki/core'
import type { ContainerInfo } from '../../codec/container-info.ts'
import type { UploadTarget } from './upload-target.ts'

function exceeded(what: string, limit: number, usage: number): QuotaExceededError {
  return new QuotaExceededError(
    `${what} has no room for this: limit ${limit} bytes, in use ${usage} bytes. Nothing was sent`,
    {
      status: 413,
      fault: undefined,
      details: { limit, usage },
      method: 'PUT',
      url: '',
      requestId: undefined,
      retryAfterMs: undefined,
    },
  )
}

/**
 * Finds out before anything is sent whether container or account have room for a content of `size` bytes. It refuses only what the
 * cloud would surely refuse: with several projects the use of each is not told.
 *
 * @throws {QuotaExceededError} if they have not.
 */
export async function checkQuota(
  target: UploadTarget,
  container: ContainerInfo,
  size: number,
  options: RequestOptions,
): Promise<void> {
  if (target.foreign) return
  const containerLimit = container.policy?.quota ?? Number.POSITIVE_INFINITY
  const containerUse = container.bytesUsed ?? 0
  const account = await target.accountInfo(options)
  const accountLimit = account.quota?.total ?? Number.POSITIVE_INFINITY
  const accountUse = account.bytesUsed ?? 0
  if (containerUse + size <= containerLimit && accountUse + size <= accountLimit) return
  let replaced = 0
  try {
    replaced = (await target.info(options)).bytes
  } catch (error) {
    if (!NotFoundError.isInstance(error)) throw error
  }
  const more = size - replaced
  if (more <= 0) return
  if (containerUse + more > containerLimit) throw exceeded('The container', containerLimit, containerUse)
  if (accountUse + more > accountLimit) throw exceeded('The account', accountLimit, accountUse)
}
