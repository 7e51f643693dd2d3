/** A thing to measure: it moves `bytes`, after a preparation that does not count. */
export interface Case {
  readonly name: string
  readonly bytes: number
  readonly prepare?: () => Promise<void>
  readonly run: () => Promise<void>
}

export interface Measured {
  readonly name: string
  /** MiB a second, the median of all rounds. */
  readonly rate: number
}

/** Runs all cases in turn, `rounds` times over, so that whatever else the machine does hits all alike. */
export async function measure(cases: readonly Case[], rounds: number): Promise<Measured[]> {
  const rates = new Map<string, number[]>(cases.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const { name, bytes, prepare, run } of cases) {
      await prepare?.()
      const start = performance.now()
      await run()
      rates.get(name)?.push(bytes / 2 ** 20 / ((performance.now() - start) / 1000))
    }
  }
  return [...rates].map(([name, all]) => ({ name, rate: median(all) }))
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
