// After `changeset version`: the versions that core says in its User-Agent and the emulator of itself follow their package.json, and the
// lockfile follows all.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { must, root } from './setup.mjs'

for (const [name, path] of [
  ['core', 'src/transport/version.ts'],
  ['emulator', 'src/server/version.ts'],
]) {
  const { version } = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'))
  const file = join(root, 'packages', name, path)
  const text = readFileSync(file, 'utf8')
  const next = text.replace(/'\d+\.\d+\.\d+[^']*'/, `'${version}'`)
  if (!next.includes(`'${version}'`)) throw new Error(`${file} holds no version to replace`)
  writeFileSync(file, next)
}
await must('pnpm', ['install', '--lockfile-only'], { quiet: true })
