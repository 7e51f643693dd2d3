// pnpm emulator [--port N] [--env F] ...: the command of @kamaki/emulator, built first if it never was.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root, setUp } from './setup.mjs'

const bin = join(root, 'packages/emulator/dist/node/bin.js')
if (!existsSync(bin)) await setUp()
await import(bin)
