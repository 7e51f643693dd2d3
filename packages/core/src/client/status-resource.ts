import type { RequestOptions } from '../transport/options.ts'
import { Resource } from './resource.ts'
import {
  type StatusRules,
  type StatusTarget,
  waitUntilDeleted,
  waitUntilStatus,
  waitWhileStatus,
} from './status-wait.ts'
import type { WaitOptions } from './wait.ts'

/** The parent of classes for a noun that has a status: it can be waited for. */
export abstract class StatusResource<T, S extends string, Id extends number | string> extends Resource {
  /** One of them, as it is now. */
  abstract get(id: Id, options?: RequestOptions): Promise<T>

  /** How its statuses follow each other. */
  protected abstract statusRules(id: Id): StatusRules<T>

  /**
   * Waits until it has a status (or one of several, or until a function of it is true), and returns it as it is then. Asks for it
   * again and again, ever more slowly.
   *
   * @throws {WaitFailedError} as soon as it is broken, deleted, or going to change no more by itself, and that is not what is waited for.
   * @throws {NotFoundError} if it is not found, as some are once they are deleted.
   * @throws {WaitTimeoutError} after `timeoutMs`, ten minutes by default. The first and the last have its last state.
   */
  async waitUntil(id: Id, target: StatusTarget<T, S>, options?: WaitOptions<T>): Promise<T> {
    return waitUntilStatus((poll) => this.get(id, poll), target, this.statusRules(id), options)
  }

  /**
   * Waits while it has a status (or one of several), and returns it as it is then. For a deletion, use `waitUntilDeleted`.
   *
   * @throws {WaitFailedError} if it leaves the status because it broke or was deleted, or is going to change no more by itself.
   * @throws {NotFoundError} if it is not found, as some are once they are deleted.
   * @throws {WaitTimeoutError} after `timeoutMs`, ten minutes by default. The first and the last have its last state.
   */
  async waitWhile(id: Id, current: S | readonly S[], options?: WaitOptions<T>): Promise<T> {
    return waitWhileStatus((poll) => this.get(id, poll), current, this.statusRules(id), options)
  }

  /**
   * Waits until it is deleted: until its status says so, or it is not found any more.
   *
   * @throws {WaitTimeoutError} after `timeoutMs`, ten minutes by default, with its last state.
   */
  async waitUntilDeleted(id: Id, options?: WaitOptions<T | undefined>): Promise<void> {
    await waitUntilDeleted((poll) => this.get(id, poll), this.statusRules(id), options)
  }
}
