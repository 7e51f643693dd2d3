import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createEmulator } from '@kamaki/emulator'
import { describe, expect, it } from 'vitest'
import { stepsOf } from '../src/five-minutes.ts'
import { root } from '../src/packages.ts'

describe('following the README to the end of "Five minutes"', () => {
  const steps = stepsOf(readFileSync(join(root, 'README.md'), 'utf8'))

  it('means a quickstart, the packages, a cloud, and a program that is run', () => {
    expect(steps.map((step) => (step.kind === 'write' ? step.file : step.commands.split('\n')[0]))).toEqual([
      'npm run quickstart',
      'npm run tarballs',
      'npx @kamaki/emulator --port 8080',
      expect.stringMatching(/^export KAMAKI_AUTH_URL=\S+ KAMAKI_TOKEN=\S+$/),
      'first.mjs',
      'node first.mjs',
    ])
    expect(steps.filter(({ kind }) => kind === 'start')).toHaveLength(1)
  })

  it('exports what the emulator prints', () => {
    const { authUrl, users } = createEmulator({ origin: 'http://127.0.0.1:8080' }).env()
    expect(steps).toContainEqual({
      kind: 'run',
      commands: `export KAMAKI_AUTH_URL=${authUrl} KAMAKI_TOKEN=${users.alice.token}\n`,
    })
  })
})

describe('a program', () => {
  it('is written to the file that the paragraph before it names', () => {
    const text = '# A\n\n## Five minutes\n\nWrite `a.mjs`:\n\n```ts\nb\n```\n\n## C\n'
    expect(stepsOf(text)).toEqual([{ kind: 'write', file: 'a.mjs', text: 'b\n' }])
    expect(() => stepsOf(text.replace('`a.mjs`', 'it'))).toThrow('No file is named')
  })
})
