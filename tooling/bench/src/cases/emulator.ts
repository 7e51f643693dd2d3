import { fileURLToPath } from 'node:url'
import { type Case, figure, ratio, roundsOf, type Sample } from '../case.ts'
import { compare } from '../compare.ts'
import { runNode, timePrograms } from '../programs.ts'
import { summarise } from '../statistics.ts'

const kinds = {
  pageMs: 'a page of 100',
  headMs: 'HEAD of an object',
  headContainerMs: 'HEAD of the container',
  putMs: 'PUT of an object',
}
const flat = { atMost: 1.5 }
const bin = fileURLToPath(new URL('../../../packages/emulator/dist/node/bin.js', import.meta.url))

const BARE_SERVER = "require('node:http').createServer().listen(0, '127.0.0.1', () => console.log('listening'))"

export const emulatorCases: readonly Case[] = [
  {
    name: 'emulator-growth',
    group: 'Emulator',
    figures: [
      ratio('a page of 100 of 100,000 objects, against one of 1,000', '100000', '1000', 'pageMs', flat),
      ratio('HEAD of an object, likewise', '100000', '1000', 'headMs', flat),
      ratio('HEAD of the container, likewise', '100000', '1000', 'headContainerMs', flat),
      ratio('PUT of an object, likewise', '100000', '1000', 'putMs', flat),
      ratio(
        'creation of an object, on the way to 100,000 against on the way to 1,000',
        '100000',
        '1000',
        'createMs',
        flat,
      ),
      figure('a page of 100 of 100,000 objects', { side: '100000', value: 'pageMs', unit: 'ms' }),
      figure('creation of 100,000 objects', { side: '100000', value: 'createMs', unit: 's', per: 1 / 100 }),
      figure('memory for each of them', { side: '100000', value: 'bytesEach', unit: 'kB', per: 1000 }),
      ratio('a page of 100 of 1,000,000 objects, against one of 1,000', '1000000', '1000', 'pageMs', flat),
      ratio('HEAD of an object, likewise', '1000000', '1000', 'headMs', flat),
      ratio('HEAD of the container, likewise', '1000000', '1000', 'headContainerMs', flat),
      figure('memory for each of 1,000,000 objects', { side: '1000000', value: 'bytesEach', unit: 'kB', per: 1000 }),
    ],
    async measure(options) {
      const counts = [1000, 10_000, 100_000, ...(options.long ? [1_000_000] : [])]
      const samples = await compare({
        target: { computeUrl: '', pithosUrl: '', token: '', uuid: '' },
        folder: options.folder,
        sides: Object.fromEntries(
          counts.map((objects) => [
            String(objects),
            { module: 'emulator', side: 'objects', settings: { objects } } as const,
          ]),
        ),
        rounds: roundsOf(options, 7),
      })
      const lines = Object.entries(kinds).map(([value, name]) => ({
        name,
        points: counts.map((x) => ({ x, ...summarise((samples[x] ?? []).map((run) => run[value] ?? Number.NaN)) })),
      }))
      const x = { title: 'objects in the container', scale: 'log' } as const
      const y = { title: 'ms of processor time a request', scale: 'log' } as const
      return { samples, plots: [{ name: 'emulator', title: 'The emulator: cost of a request', x, y, lines }] }
    },
  },
  {
    name: 'emulator-start',
    group: 'Emulator',
    figures: [
      figure('from the start of `kamaki-emulator` until it listens', {
        side: 'command',
        value: 'ms',
        unit: 'ms',
        goal: { atMost: 150 },
      }),
      ratio('the same, against a bare server of `node:http`', 'command', 'bare', 'ms'),
      figure('`createEmulator()`, the first of a process', {
        side: 'createEmulator',
        value: 'firstMs',
        unit: 'ms',
        goal: { atMost: 5 },
      }),
      figure('`createEmulator()`, later ones', {
        side: 'createEmulator',
        value: 'laterMs',
        unit: 'ms',
        goal: { atMost: 5 },
      }),
    ],
    async measure(options) {
      const rounds = roundsOf(options, 15)
      const started = async (args: readonly string[]): Promise<Sample> => {
        const { ms } = await runNode([...args], (output) => output.includes('\n'))
        return { ms }
      }
      const command: Sample[] = []
      const bare: Sample[] = []
      for (let round = -1; round < rounds; round++) {
        const sample = await started(['--', bin, '--port', '0', '--quiet'])
        const other = await started(['--eval', BARE_SERVER])
        if (round < 0) continue
        command.push(sample)
        bare.push(other)
      }
      const programs = await timePrograms(
        {
          createEmulator: `
import { createEmulator } from '@kamaki/emulator'
const time = () => { const start = performance.now(); createEmulator(); return performance.now() - start }
const firstMs = time()
const later = Array.from({ length: 20 }, time).sort((a, b) => a - b)
console.log(JSON.stringify({ firstMs, laterMs: later[10] }))`,
        },
        rounds,
      )
      return { samples: { command, bare, ...programs } }
    },
  },
]
