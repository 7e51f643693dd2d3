// The emulator as a benchmark meets it: in a process of its own, no request log, blocks on disk unless KAMAKI_BENCH_MEMORY is set.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator } from '@kamaki/emulator'
import { DiskBlocks } from '@kamaki/emulator/node'

const folder = mkdtempSync(join(tmpdir(), 'kamaki-bench-blocks-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
process.on('SIGTERM', () => process.exit(0))
const emulator = createEmulator(process.env['KAMAKI_BENCH_MEMORY'] ? {} : { blocks: new DiskBlocks(folder) })
await emulator.listen({ port: 0 })
process.stdout.write(`${JSON.stringify(emulator.env())}\n`)
