/** Does the same `count` times, so many at a time. */
export async function repeat(
  count: number,
  inFlight: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) await work(index)
  }
  await Promise.all(Array.from({ length: Math.min(inFlight, count) }, worker))
}

/** A setting that the case must have given. */
export function setting(settings: Readonly<Record<string, number>>, name: string): number {
  const value = settings[name]
  if (value === undefined) throw new Error(`The setting '${name}' is missing`)
  return value
}
