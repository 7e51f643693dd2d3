import { readdirSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import { type Outcome, programs } from './program.ts'

/** What a program has to print: an exact match of each, in all that it prints. */
export type Says = Readonly<Record<string, RegExp | readonly RegExp[]>>

/**
 * Tests that run each program of a package's `examples` on an emulator of its own.
 *
 * @param root the folder of the package.
 * @param says what each program has to print.
 * @param parts files there that are parts of programs.
 */
export function runsExamples(root: URL, says: Says, parts: readonly string[] = []): void {
  const outcomes: Record<string, Outcome> = {}

  beforeAll(async () => {
    const names = Object.keys(says)
    const all = await programs(
      root,
      names.map((name) => ({ file: `examples/${name}` })),
    )
    for (const [index, name] of names.entries()) Object.assign(outcomes, { [name]: all[index] })
  }, 120_000)

  it.each(Object.entries(says))('runs on the emulator: %s', (name, patterns) => {
    expect(outcomes[name]).toMatchObject({ code: 0, err: '' })
    for (const pattern of [patterns].flat()) expect(outcomes[name]?.output).toMatch(pattern)
  })

  it('leaves no example out', () => {
    const files = readdirSync(new URL('examples', root)).filter((file) => !parts.includes(file))
    expect(files.sort()).toEqual(Object.keys(says).sort())
  })
}
