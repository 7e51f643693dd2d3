/**
 * What a request has changed so far, so that all of it can be undone: the real server does each request in one database
 * transaction and releases its quota commissions when it fails.
 */
export class Transaction {
  #undo: (() => void)[] | undefined
  #commit: (() => void)[] = []

  /** Runs a change; if it throws, nothing of it remains. Inside another change it is part of that one. */
  run<T>(change: () => T): T {
    if (this.#undo) return change()
    const undo: (() => void)[] = []
    this.#undo = undo
    this.#commit = []
    try {
      const result = change()
      for (const commit of this.#commit) commit()
      return result
    } catch (error) {
      for (const step of undo.reverse()) step()
      throw error
    } finally {
      this.#undo = undefined
    }
  }

  /** Notes how to take back what was just done. */
  undo(step: () => void): void {
    if (!this.#undo) throw new Error('a change outside of a transaction')
    this.#undo.push(step)
  }

  /** Runs `step` if the whole change goes through. */
  commit(step: () => void): void {
    this.#commit.push(step)
  }
}
