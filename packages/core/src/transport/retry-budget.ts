const capacity = 100
const costOfRetry = 5
const gainOfSuccess = 1

/**
 * What keeps many calls from hammering a cloud that is in trouble: each retry takes from one stock that all calls of a client share, and
 * calls that need no retry fill it again. With the stock used up (20 retries), a failure is final until calls succeed again.
 */
export class RetryBudget {
  #left = capacity

  /** Takes what a retry costs; false if there is not enough. */
  take(): boolean {
    if (this.#left < costOfRetry) return false
    this.#left -= costOfRetry
    return true
  }

  /** A call has come to a good end, after so many retries. */
  succeed(retries: number): void {
    this.#left = Math.min(capacity, this.#left + (retries > 0 ? costOfRetry : gainOfSuccess))
  }
}
