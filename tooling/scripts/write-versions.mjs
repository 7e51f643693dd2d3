// After `changeset version`: the version that core says in its User-Agent follows its package.json, and the lockfile follows all.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { must, root } from './setup.mjs'

const { version } = JSON.parse(readFileSync(join(root, 'packages/core/package.json'), 'utf8'))
const file = join(root, 'packages/core/src/transport/version.ts')
const text = readFileSync(file, 'utf8')
const next = text.replace(/'\d+\.\d+\.\d+[^']*'/, `'${version}'`)
if (!next.includes(`'${version}'`)) throw new Error(`${file} holds no version to replace`)
writeFileSync(file, next)
await must('pnpm', ['install', '--lockfile-only'], { quiet: true })
