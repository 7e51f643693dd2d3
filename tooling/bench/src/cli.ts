// pnpm bench [--mib 256] [--rounds 3] [--memory]: throughput of block transfer, beside a bare node:http client and server in the same run.
// The emulator keeps its blocks on disk, with --memory in memory. What counts is the ratio: absolute rates are those of this machine at this hour.
import { randomFillSync } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { AstakosClient } from '@kamaki/astakos'
import { PithosClient } from '@kamaki/pithos'
import { downloadFile, uploadFile } from '@kamaki/pithos/node'
import { closeBareClient, repeat } from './bare-client.ts'
import { startChild } from './child.ts'
import { type Case, type Measured, measure } from './measure.ts'

const { values: flags } = parseArgs({
  options: {
    mib: { type: 'string', default: '256' },
    rounds: { type: 'string', default: '3' },
    memory: { type: 'boolean', default: false },
  },
})
const blockBytes = 4 * 2 ** 20
const blocks = Math.max(1, Math.round(Number(flags.mib) / 4))
const bytes = blocks * blockBytes
const folder = mkdtempSync(join(tmpdir(), 'kamaki-bench-'))
const source = join(folder, 'source')
const target = join(folder, 'target')

/** New random content, so that no block is known to the cloud. */
async function newContent(): Promise<void> {
  const file = await open(source, 'w')
  const block = Buffer.allocUnsafe(blockBytes)
  for (let i = 0; i < blocks; i++) await file.write(randomFillSync(block))
  await file.close()
}

const bare = await startChild('bare-server.ts')
const cloud = await startChild('emulator-server.ts', flags.memory ? { KAMAKI_BENCH_MEMORY: '1' } : {})
try {
  const bareUrl = `http://127.0.0.1:${bare.line}/`
  const { authUrl, users } = JSON.parse(cloud.line) as {
    authUrl: string
    users: Record<string, { token: string; uuid: string }>
  }
  const alice = users['alice'] ?? { token: '', uuid: '' }
  const astakos = new AstakosClient(authUrl, alice.token)
  const pithos = await astakos.client(PithosClient)
  const container = pithos.container('bench')
  await container.create()
  const endpoint = await astakos.getEndpointUrl('object-store')
  const headers = { 'x-auth-token': alice.token, 'content-type': 'application/octet-stream' }
  const block = Buffer.allocUnsafe(blockBytes)
  /** A block that the cloud does not know. */
  const freshBlock = (): Buffer => {
    randomFillSync(block.subarray(0, 64))
    return Buffer.from(block)
  }

  const cases: Case[] = [
    {
      name: 'up: bare client, bare server',
      bytes,
      run: () => repeat(bareUrl, blocks, { method: 'POST', body: freshBlock }),
    },
    {
      name: 'up: bare client, emulator',
      bytes,
      run: () =>
        repeat(`${endpoint}/${alice.uuid}/bench?update`, blocks, { method: 'POST', headers, body: freshBlock }),
    },
    {
      name: 'up: uploadFile, dedupe cloud',
      bytes,
      prepare: newContent,
      run: async () => void (await uploadFile(container.object('a'), source)),
    },
    {
      name: 'up: uploadFile, dedupe previous',
      bytes,
      prepare: newContent,
      run: async () => void (await uploadFile(container.object('b'), source, { dedupe: 'previous' })),
    },
    {
      name: 'up: uploadFile, unchanged',
      bytes,
      run: async () => void (await uploadFile(container.object('b'), source)),
    },
    { name: 'down: bare client, bare server', bytes, run: () => repeat(bareUrl, blocks, { method: 'GET' }) },
    {
      name: 'down: bare client, emulator',
      bytes,
      run: () => repeat(`${endpoint}/${alice.uuid}/bench/b`, 1, { method: 'GET', headers }),
    },
    {
      name: 'down: downloadFile',
      bytes,
      prepare: async () => rmSync(target, { force: true }),
      run: async () => void (await downloadFile(container.object('b'), target)),
    },
    {
      name: 'down: downloadFile, unchanged',
      bytes,
      run: async () => void (await downloadFile(container.object('b'), target)),
    },
  ]
  await newContent()
  await uploadFile(container.object('b'), source)
  const results = await measure(cases, Number(flags.rounds))
  if (statSync(target).size !== bytes) throw new Error('the download is not as long as the upload')
  report(results)
} finally {
  closeBareClient()
  await Promise.all([bare.stop(), cloud.stop()])
  rmSync(folder, { recursive: true, force: true })
}

function report(results: readonly Measured[]): void {
  console.log(`${bytes / 2 ** 20} MiB, ${flags.rounds} rounds, medians; Node ${process.versions.node}`)
  for (const { name, rate } of results) {
    const yardstick = results.find((other) => other.name === `${name.split(':')[0]}: bare client, bare server`)
    const ratio = yardstick === undefined ? '' : `${(rate / yardstick.rate).toFixed(2)} of bare`
    console.log(`  ${name.padEnd(36)} ${rate.toFixed(0).padStart(6)} MiB/s   ${ratio}`)
  }
}
