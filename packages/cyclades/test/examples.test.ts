import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What each example has to say, on the emulator. */
const says: Record<string, readonly RegExp[]> = {
  'create-server.ts': [/Server \d+ is being built/, /is ACTIVE, a debian for root/, /It is deleted/],
  'wait-for-server.ts': [
    /Not yet: Waited 100 ms for server \d+ to be ACTIVE/,
    /(?:BUILD|ACTIVE) \d+% after/,
    /Server \d+ is ACTIVE/,
  ],
  'check-quotas.ts': [/has room for a server/, /Server \d+ runs; the project has 1 of \d+ servers/],
  'choose-image-and-flavor.ts': [/debian, root can log in/, /1 are Linux/, /Flavor \d+ \(C2R2048D\d+ext_/],
  'reboot-server.ts': [/SOFT reboot: .* ACTIVE/, /HARD reboot: .* ACTIVE/, /Turned off: STOPPED/, /Turned on: ACTIVE/],
  'reassign-and-resize.ts': [/is now charged to project/, /From flavor C1R512\w+ to C1R1024\w+/, /ACTIVE again/],
  'unplug-and-plug-volume.ts': [/is on no server/, /Volume \d+ is on server \d+/],
}

function run(file: string): Promise<{ code: number | null; output: string }> {
  const { KAMAKI_AUTH_URL: _, KAMAKI_TOKEN: __, ...env } = process.env
  const child = spawn(process.execPath, ['--import', 'tsx', `examples/${file}`], {
    cwd: root,
    env: { ...env, TSX_TSCONFIG_PATH: 'tsconfig.json' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

it.concurrent.each(Object.entries(says))('runs on the emulator: %s', { timeout: 120_000 }, async (file, lines) => {
  const { code, output } = await run(file)
  expect(code, output).toBe(0)
  for (const line of lines) expect(output).toMatch(line)
})

it('leaves no example out', () => {
  const programs = readdirSync(`${root}/examples`).filter((file) => file !== 'pick.ts')
  expect(programs.sort()).toEqual(Object.keys(says).sort())
})
