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

/** The base class of classes for a noun with a status, which can be waited for. */
export abstract class StatusResource<T, S extends string, Id extends number | string> extends Resource {
  /** The current state of one resource. */
  abstract get(id: Id, options?: RequestOptions): Promise<T>

  /** What its statuses mean to a wait. */
  protected abstract statusRules(id: Id): StatusRules<T>

  /**
   * Waits until the resource has a status (or one of several, or satisfies a function), and returns it in that state. Polls with
   * growing pauses.
   *
   * @throws {WaitFailedError} with the last state, if it fails, is deleted, or stops changing without reaching the target.
   * @throws {NotFoundError} if it does not exist, or no longer does.
   * @throws {WaitTimeoutError} with the last state, after `timeoutMs` (default: ten minutes).
   */
  async waitUntil(id: Id, target: StatusTarget<T, S>, options?: WaitOptions<T>): Promise<T> {
    return waitUntilStatus((poll) => this.get(id, poll), target, this.statusRules(id), options)
  }

  /**
   * Waits while the resource has a status (or one of several), and returns it in its new state. To wait for its deletion, use
   * `waitUntilDeleted`.
   *
   * @throws {WaitFailedError} with the last state, if it leaves the status by failing or being deleted, or stops changing.
   * @throws {NotFoundError} if it does not exist, or no longer does.
   * @throws {WaitTimeoutError} with the last state, after `timeoutMs` (default: ten minutes).
   */
  async waitWhile(id: Id, current: S | readonly S[], options?: WaitOptions<T>): Promise<T> {
    return waitWhileStatus((poll) => this.get(id, poll), current, this.statusRules(id), options)
  }

  /**
   * Waits until the resource is deleted: until its status says so, or it is no longer found.
   *
   * @throws {WaitTimeoutError} with the last state, after `timeoutMs` (default: ten minutes).
   */
  async waitUntilDeleted(id: Id, options?: WaitOptions<T | undefined>): Promise<void> {
    await waitUntilDeleted((poll) => this.get(id, poll), this.statusRules(id), options)
  }
}
