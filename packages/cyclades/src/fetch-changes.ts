import { ApiError, type Http, type Query, type RequestOptions } from '@kamaki/core'
import { member } from './member.ts'

/** A list that is given whole in one answer; an empty one where the server says that nothing has changed (304). */
export async function fetchChanges<T>(
  http: Http,
  where: string,
  wrapper: string,
  query: Query,
  options: RequestOptions | undefined,
): Promise<T[]> {
  try {
    return await member<T[]>(http, wrapper, 'GET', where, { ...options, query, expect: 200 })
  } catch (error) {
    if (query['changes-since'] !== undefined && ApiError.isInstance(error) && error.status === 304) return []
    throw error
  }
}
