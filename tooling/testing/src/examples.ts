import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { program } from './program.ts'

/**
 * Tests that run each program of a package's `examples` on an emulator of its own.
 *
 * @param root the folder of the package.
 * @param says what each program has to print.
 * @param parts files there that are no programs, but parts of some.
 */
export function runsExamples(
  root: URL,
  says: Readonly<Record<string, readonly RegExp[]>>,
  parts: readonly string[] = [],
): void {
  it.concurrent.each(Object.entries(says))('runs on the emulator: %s', { timeout: 120_000 }, async (file, lines) => {
    const { code, output } = await program(root, `examples/${file}`)
    expect(code, output).toBe(0)
    for (const line of lines) expect(output).toMatch(line)
  })

  it('leaves no example out', () => {
    const programs = readdirSync(new URL('examples', root)).filter((file) => !parts.includes(file))
    expect(programs.sort()).toEqual(Object.keys(says).sort())
  })
}
