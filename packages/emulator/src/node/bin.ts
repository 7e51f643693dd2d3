#!/usr/bin/env node
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createEmulator } from '../emulator.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8080' },
    host: { type: 'string', default: '127.0.0.1' },
    'env-file': { type: 'string' },
  },
})
const emulator = createEmulator()
const listener = await emulator.listen({ port: Number(values.port), host: values.host })
if (values['env-file']) writeFileSync(values['env-file'], `${JSON.stringify(emulator.env(), null, 2)}\n`)
console.log(`A Synnefo cloud is at ${listener.origin}/astakos/identity/v2.0`)
