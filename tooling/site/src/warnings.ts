/** Runs something that logs to the console; whatever it warns of is an error at its end. */
export async function failOnWarnings(work: () => Promise<void>): Promise<void> {
  const { warn } = console
  const write = process.stderr.write
  const warnings: string[] = []
  console.warn = (...parts: unknown[]) => {
    warnings.push(parts.join(' '))
  }
  // Vite and Rollup write to stderr what they warn of; progress goes there as well.
  process.stderr.write = ((chunk: string | Uint8Array, ...rest: []) => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
    if (/\bwarn(?:ing)?\b|\(!\)/i.test(text)) warnings.push(text)
    return write.call(process.stderr, chunk, ...rest)
  }) as typeof process.stderr.write
  try {
    await work()
  } finally {
    console.warn = warn
    process.stderr.write = write
  }
  if (warnings.length > 0) throw new Error(`The build warns:\n${warnings.join('\n')}`)
}
