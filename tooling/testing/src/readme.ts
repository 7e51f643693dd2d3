import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createEmulator } from '@kamaki/emulator'
import { expect, it, onTestFinished } from 'vitest'
import { type Outcome, program } from './program.ts'

/** The `ts` blocks of a Markdown text. */
export function snippetsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code)
}

/**
 * A test that runs the `ts` blocks of a package's README, all together as one program or (`apart`) each as one of its own, on an
 * emulator whose user alice it is.
 *
 * @param root the folder of the package.
 * @param check looks at what was printed.
 */
export function runsReadme(
  root: URL,
  check: (outcome: Outcome, cloud: { authUrl: string; uuid: string }) => void,
  { apart = false, env = {} }: { apart?: boolean; env?: Record<string, string> } = {},
): void {
  it('has a README whose snippets make a program that runs', { timeout: 120_000 }, async () => {
    const snippets = snippetsOf(readFileSync(new URL('README.md', root), 'utf8'))
    expect(snippets.length).toBeGreaterThan(4)
    // Beside the sources, so that the packages are found; one folder for each run.
    const folder = new URL(`.tmp/readme-${process.pid}/`, root)
    mkdirSync(folder, { recursive: true })
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const programs = apart ? snippets : [snippets.join('\n')]
    for (const [index, text] of programs.entries()) writeFileSync(new URL(`${index}.ts`, folder), text)
    const all = programs.map((_, index) => `await import('./${index}.ts')\n`).join('')
    writeFileSync(new URL('all.ts', folder), all)
    const emulator = createEmulator()
    onTestFinished(() => emulator.close())
    await emulator.listen()
    const { authUrl, users } = emulator.env()
    const { token, uuid = '' } = users['alice'] ?? {}
    const cloud = { KAMAKI_AUTH_URL: authUrl, KAMAKI_TOKEN: token }
    const outcome = await program(root, `.tmp/readme-${process.pid}/all.ts`, { ...cloud, ...env })
    expect(outcome.code, outcome.output).toBe(0)
    check(outcome, { authUrl, uuid })
  })
}
