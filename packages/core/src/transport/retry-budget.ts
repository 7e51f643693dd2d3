const capacity = 100
const costOfRetry = 5
const gainOfSuccess = 1

/**
 * Keeps many calls from overloading a cloud that is in trouble: each retry takes from a budget that all calls of a client share, and
 * successful calls refill it. Once it is used up (20 retries), failures are final until calls succeed again.
 */
export class RetryBudget {
  #left = capacity

  /** Pays for a retry; returns false if the budget does not suffice. */
  take(): boolean {
    if (this.#left < costOfRetry) return false
    this.#left -= costOfRetry
    return true
  }

  /** Records that a call succeeded after this many retries. */
  succeed(retries: number): void {
    this.#left = Math.min(capacity, this.#left + (retries > 0 ? costOfRetry : gainOfSuccess))
  }
}
