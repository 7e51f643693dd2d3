import { type Case, figure, ratio, roundsOf } from '../case.ts'
import { Cloud } from '../cloud.ts'
import { compare } from '../compare.ts'
import { createServer } from './create-server.ts'

const calls = 1000

const cpu = (inFlight: number, words: string): Case => ({
  name: `calls-${inFlight}`,
  group: 'Calls',
  figures: [
    ratio(`CPU of \`servers.get\`, ${words}, against built-in \`fetch\` and \`json()\``, 'kamaki', 'fetch', 'cpuMs', {
      atMost: 1.3,
    }),
    ratio(`the same with \`createNodeFetch()\``, 'kamaki, createNodeFetch', 'fetch', 'cpuMs', { atMost: 1 }),
    ratio('ky alone', 'ky', 'fetch', 'cpuMs'),
    ratio('`undici.request` alone', 'undici.request', 'fetch', 'cpuMs'),
    figure('CPU of a call by built-in `fetch`', { side: 'fetch', value: 'cpuMs', unit: 'ms', per: calls }),
  ],
  async measure(options) {
    await using cloud = await Cloud.start()
    const samples = await compare({
      target: cloud.target,
      folder: options.folder,
      sides: {
        kamaki: { module: 'calls', side: 'builtInFetch' },
        fetch: { module: 'bare-calls', side: 'builtInFetch' },
        'kamaki, createNodeFetch': { module: 'calls', side: 'nodeFetch' },
        ky: { module: 'ky-calls', side: 'alone' },
        'undici.request': { module: 'bare-calls', side: 'undici' },
      },
      settings: { serverId: await createServer(cloud.target), calls, inFlight },
      rounds: roundsOf(options, 9),
      warmUps: 2,
    })
    return { samples }
  },
})

export const callCases: readonly Case[] = [cpu(1, 'one at a time'), cpu(16, 'sixteen at a time')]
