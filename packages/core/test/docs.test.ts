import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format } from 'node:util'
import { createEmulator } from '@kamaki/emulator'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

const folder = new URL(`../.tmp/docs-${process.pid}/`, import.meta.url)
const emulator = createEmulator()

beforeAll(async () => {
  await emulator.listen()
  const { authUrl, users } = emulator.env()
  vi.stubEnv('KAMAKI_AUTH_URL', authUrl)
  vi.stubEnv('KAMAKI_TOKEN', users['alice']?.token)
  mkdirSync(folder, { recursive: true })
})

afterAll(async () => {
  rmSync(folder, { recursive: true })
  await emulator.close()
})

/** Runs the programs in a Markdown file one after the other; returns the output of each. */
async function run(file: string): Promise<string[]> {
  const source = readFileSync(new URL(file, import.meta.url), 'utf8')
  const outputs: string[] = []
  for (const [index, match] of [...source.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].entries()) {
    const program = match[1]!
    const target = fileURLToPath(new URL(`${file.replaceAll(/\W/g, '-')}-${index}.ts`, folder))
    writeFileSync(target, program)
    let printed = ''
    const print = (...parts: unknown[]): void => {
      printed += `${format(...parts)}\n`
    }
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation(print),
    )
    await import(target).finally(() => {
      for (const spy of spies) spy.mockRestore()
    })
    outputs.push(printed)
  }
  return outputs
}

describe('the programs run unchanged in', () => {
  it('README.md', async () => {
    const [errors, options, tokens, lists, node, logs, traces, ends, ...more] = await run('../README.md')
    expect(errors).toMatch(/^(not found|failed: \d+ \w+)\n$/)
    expect(options).not.toBe('')
    expect(tokens).toBe(`Client { endpointUrl: '${process.env['KAMAKI_AUTH_URL']}' }\n`)
    expect(lists).toBe('debian\nubuntu\nubuntu\n[ 6, 6 ]\nBUILD 1\nBUILD 2\nACTIVE 3\nACTIVE\n')
    expect(node).toBe('')
    expect(logs).toMatch(/^POST http:\S+\/tokens 200 in \d+ ms \{/)
    expect(traces).toBe('')
    expect(ends).toMatch(/^undefined POST tokens 200 \{ retries: 0, sentBytes: 0, receivedBytes: \d+ \}\n$/)
    expect(more).toEqual([])
  })

  it('docs/extending.md', async () => {
    const [flavor, account, own, ...more] = await run('../../../docs/extending.md')
    expect(flavor).toContain('{"flavor":{')
    expect(account).toMatch(/^20\d \d+\n$/)
    expect(own).toMatch(/\/account\/v1\.0 \d+ \[.*\]\n$/)
    expect(more).toEqual([])
  })
})
