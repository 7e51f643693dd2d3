/** What a story has to take away again, in reverse order of how it came. */
export class Cleanup {
  readonly #steps: { readonly what: string; readonly undo: () => Promise<unknown> }[] = []

  /** Notes how to take `what` away. To be called before, or at once after, it is made. */
  add(what: string, undo: () => Promise<unknown>): void {
    this.#steps.push({ what, undo })
  }

  /** Takes everything away; one failure does not keep the rest. What is gone already is fine. */
  async run(): Promise<Error[]> {
    const failures: Error[] = []
    for (const { what, undo } of this.#steps.reverse()) {
      try {
        await undo()
      } catch (cause) {
        failures.push(
          new Error(`${what} could not be taken away: ${cause instanceof Error ? cause.message : String(cause)}`, {
            cause,
          }),
        )
      }
    }
    this.#steps.length = 0
    return failures
  }
}
