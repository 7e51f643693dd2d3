import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { InvalidArgumentError } from '@kamaki/core'
import type { PithosObject, ProgressListener } from '@kamaki/pithos'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type TestCloud, testCloud } from '../cloud.ts'
import { someBytes, streamOf } from './content.ts'

const cloud: TestCloud = testCloud()
const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex')
const blocks = { singleRequestBytes: 0, batchBytes: 1 }
const file = (): PithosObject => cloud.alice.container('box').object('file')

let unhandled: unknown[] = []
const onUnhandled = (error: unknown) => unhandled.push(error)

beforeEach(async () => {
  await cloud.clean()
  await cloud.alice.container('box').create()
  await file().upload(someBytes(160), blocks)
  unhandled = []
  process.on('unhandledRejection', onUnhandled)
})
afterEach(() => process.off('unhandledRejection', onUnhandled))

const transfers: Record<string, (onProgress: ProgressListener) => Promise<unknown>> = {
  'an upload in one request': (onProgress) => file().upload(someBytes(100, 2), { onProgress }),
  'an upload in blocks': (onProgress) => file().upload(someBytes(100, 3), { ...blocks, onProgress }),
  'an upload of a stream': (onProgress) => file().upload(streamOf(someBytes(100, 4)), { ...blocks, onProgress }),
  'an upload with md5': (onProgress) =>
    file().upload(Readable.from([someBytes(9)]), { md5: md5(someBytes(9)), onProgress }),
  'an append': (onProgress) => file().append(someBytes(100, 5), { requestBytes: 30, onProgress }),
  'an overwrite': (onProgress) => file().overwrite(0, someBytes(100, 6), { onProgress }),
  'a download to bytes': (onProgress) => file().download({ onProgress }).bytes(),
  'a download to a sink': (onProgress) =>
    file()
      .download({ onProgress })
      .to({ write: async () => undefined }),
  'a download as a stream': async (onProgress) => {
    for await (const _chunk of file().download({ onProgress }));
  },
}

it.each(Object.entries(transfers))(
  'the fraction of %s grows from 0 to 1 over all its phases',
  async (_name, transfer) => {
    const seen: (number | undefined)[] = []
    await transfer(({ fraction }) => void seen.push(fraction))
    const known = seen.filter((fraction) => fraction !== undefined)
    expect(known.at(-1)).toBe(1)
    expect(known).toEqual([...known].sort((a, b) => a - b))
    expect(known.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true)
    expect(seen.slice(0, seen.indexOf(known[0])).every((fraction) => fraction === undefined)).toBe(true)
  },
)

it('hashing takes a tenth of the fraction, sending the rest, whatever the cloud had already', async () => {
  const seen: string[] = []
  const onProgress: ProgressListener = ({ phase, fraction }) => void seen.push(`${phase} ${fraction?.toFixed(2)}`)
  await file().upload(someBytes(160), { ...blocks, onProgress })
  expect(seen).toEqual(expect.arrayContaining(['hashing 0.00', 'hashing 0.10']))
  expect(seen.at(-1)).toBe('done 1.00')
  seen.length = 0
  await file().upload(someBytes(160, 9), { ...blocks, onProgress })
  expect(seen).toEqual(expect.arrayContaining(['hashing 0.10', 'sending 0.10', 'sending 1.00']))
})

describe.each(Object.entries(transfers))('a listener of %s', (_name, transfer) => {
  it.each<[string, (fail: () => never) => ProgressListener]>([
    ['throws', (fail) => () => fail()],
    ['rejects', (fail) => async () => fail()],
    ['rejects later', (fail) => () => new Promise((resolve) => setTimeout(resolve)).then(fail)],
    [
      'rejects at the end',
      (fail) =>
        async ({ phase }) => {
          if (phase === 'done') fail()
        },
    ],
  ])('that %s ends it with its error', async (how, listener) => {
    const reason = new Error('the disk of the log is full')
    const fail = (): never => {
      throw reason
    }
    const outcome = await transfer(listener(fail)).catch((error: unknown) => error)
    // What fails when the transfer is over may come too late.
    if (how !== 'rejects later') expect(outcome).toBe(reason)
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(unhandled).toEqual([])
  })

  it('that never settles holds nothing up', async () => {
    await transfer(() => new Promise(() => undefined))
  })
})

describe('what is not a listener, or not options, is rejected', () => {
  const wrong: Record<string, () => Promise<unknown> | unknown> = {
    'a callback of upload': () => file().upload('x', (() => undefined) as never),
    'a callback of append': () => file().append('x', (() => undefined) as never),
    'a callback of download': () => file().download((() => undefined) as never),
    'a callback of put': () => file().put('x', (() => undefined) as never),
    'a callback of info': () => file().info((() => undefined) as never),
    'null for options': () => file().upload('x', null as never),
    'a string for options': () => file().upload('x', 'text/plain' as never),
    'a listener that is no function': () => file().upload('x', { onProgress: {} as never }),
    'a listener of a download that is no function': () => file().download({ onProgress: 1 as never }),
  }
  it.each(Object.entries(wrong))('%s', async (_name, call) => {
    cloud.requests.length = 0
    const error = await (async () => call())().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(InvalidArgumentError)
    expect(cloud.requests).toEqual([])
  })
})
