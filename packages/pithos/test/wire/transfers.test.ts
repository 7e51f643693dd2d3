import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ByteRange, PithosObject } from '@kamaki/pithos'
import { downloadFile } from '@kamaki/pithos/node'
import { loadCases, type WireCase } from '@kamaki-tooling/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestCloud, testCloud } from '../cloud.ts'
import { bytesOf } from './calls.ts'

// The old library fetches and adds block by block. Ours goes about it another way, so what is compared is what comes out of it: on a
// cloud with the recorded object, ours returns the content, also where the old library is known to give something else.

interface State {
  base64?: string
  sha256?: string
  size: number
}

const clouds = new Map<number, TestCloud>()
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kamaki-'))
  for (const blockSize of [8, 4_194_304]) clouds.set(blockSize, testCloud({ blockSize }))
})
afterAll(() => rm(folder, { recursive: true }))

const statesOf = (wireCase: WireCase): Record<string, State> =>
  (wireCase as unknown as { serverStateAfter?: Record<string, State> }).serverStateAfter ?? {}

const bigContent = (): Uint8Array =>
  new Uint8Array(Buffer.concat([Buffer.alloc(4_194_304, 'A'), Buffer.alloc(4_194_304, 'B'), Buffer.from('tail')]))

async function objectOf(wireCase: WireCase, content: Uint8Array): Promise<PithosObject> {
  const cloud = clouds.get(/4 MiB/.test(wireCase.case) ? 4_194_304 : 8)!
  await cloud.clean()
  const box = cloud.alice.container('pithos')
  await box.create()
  const object = box.object(String(wireCase.args['obj']))
  await object.upload(content, { singleRequestBytes: 0 })
  return object
}

function contentOf(wireCase: WireCase): Uint8Array {
  const state = statesOf(wireCase)[`/user-uuid-1/pithos/${String(wireCase.args['obj'])}`]
  const content = state?.base64 === undefined ? bigContent() : new Uint8Array(Buffer.from(state.base64, 'base64'))
  if (state?.sha256 !== undefined) expect(createHash('sha256').update(content).digest('hex')).toBe(state.sha256)
  return content
}

/** `2-5`, `5` (up to 5), `-5` (the last 5), `4-`, several with commas. */
function rangesOf(text: string): ByteRange[] {
  return text.split(',').map((part) => {
    const [first, last] = part.split('-')
    if (last === undefined) return { first: 0, last: Number(first) }
    if (first === '') return { suffix: Number(last) }
    return last === '' ? { first: Number(first) } : { first: Number(first), last: Number(last) }
  })
}

function slice(content: Uint8Array, range: ByteRange): Uint8Array {
  if ('suffix' in range) return content.slice(content.length - range.suffix)
  return content.slice(range.first, range.last === undefined ? undefined : range.last + 1)
}

const cases = loadCases('PithosClient').filter(({ canonical }) => canonical !== false)
const failing = /error: 404|304|412|block GET 500|beyond the object/
const downloads = cases.filter(
  ({ method, case: name }) => /^(download_object|download_to_string|stream_down)$/.test(method) && !failing.test(name),
)
const key = (wireCase: WireCase) => [`${wireCase.method} | ${wireCase.case}`, wireCase] as const

describe('downloads give the content', () => {
  it.each(downloads.map(key))('%s', async (_, wireCase) => {
    const content = contentOf(wireCase)
    const object = await objectOf(wireCase, content)
    const range = wireCase.args['range_str']
    if (typeof range === 'string' && range.includes(',')) {
      const ranges = rangesOf(range)
      const parts = await object.getRanges(ranges)
      expect(parts.map(({ bytes }) => bytes)).toEqual(ranges.map((each) => slice(content, each)))
      return
    }
    const [only] = typeof range === 'string' ? rangesOf(range) : []
    const expected = only === undefined ? content : slice(content, only)
    if (wireCase.method === 'stream_down') {
      const chunks: Uint8Array[] = []
      for await (const chunk of object.download({ range: only })) chunks.push(chunk)
      expect(Buffer.concat(chunks).equals(expected)).toBe(true)
      return
    }
    if (wireCase.method === 'download_object' && only === undefined) {
      const path = join(folder, 'file')
      await writeFile(path, bytesOf(wireCase.args['dst'] as never))
      await downloadFile(object, path)
      expect((await readFile(path)).equals(expected)).toBe(true)
      return
    }
    const bytes = await object.download({ range: only }).bytes()
    expect(Buffer.from(bytes).equals(expected)).toBe(true)
    if (wireCase.bug === undefined && typeof wireCase.result === 'string')
      expect(new TextDecoder().decode(bytes)).toBe(wireCase.result)
  })
})

const states: Record<string, number> = {
  'error: 404': 404,
  '304': 304,
  'if_none_match matches (304)': 304,
  '412': 412,
  'if_match fails (412)': 412,
  'range beyond the object': 416,
}

describe('downloads fail as the cloud responds', () => {
  it.each(
    cases
      .filter(
        ({ method, case: name }) =>
          /^(download_object|download_to_string|stream_down)$/.test(method) && failing.test(name),
      )
      .map(key),
  )('%s', async (_, wireCase) => {
    const object = await objectOf({ ...wireCase, args: { obj: 'o' } }, new TextEncoder().encode('abcdefghijklmnopqrs'))
    if (wireCase.case === 'error: block GET 500') {
      clouds
        .get(8)!
        .emulator.faults.add({ method: 'GET', path: '*/pithos/o?*', fault: { kind: 'status', status: 500 } })
      await expect(object.download().bytes()).rejects.toMatchObject({ status: 500 })
      return
    }
    const [range] = wireCase.case === 'range beyond the object' ? rangesOf('100-200') : []
    const target = wireCase.case === 'error: 404' ? clouds.get(8)!.alice.container('pithos').object('nope') : object
    const { if_match: ifMatch, if_none_match: ifNoneMatch } = wireCase.args as Record<string, string | undefined>
    await expect(target.download({ ifMatch, ifNoneMatch, range }).bytes()).rejects.toMatchObject({
      status: states[wireCase.case],
    })
  })
})

describe('appends add the content at the end, in order', () => {
  it.each(cases.filter(({ method, case: name }) => method === 'append_object' && !/404|Keyboard/.test(name)).map(key))(
    '%s',
    async (_, wireCase) => {
      const source = bytesOf(wireCase.args['source_file'] as never)
      const state = statesOf(wireCase)['/user-uuid-1/pithos/o']!
      const size = state.size - source.length
      const before =
        state.base64 === undefined
          ? new Uint8Array(size).fill(65)
          : new Uint8Array(Buffer.from(state.base64, 'base64').subarray(0, size))
      const object = await objectOf({ ...wireCase, args: { obj: 'o' } }, before)
      const result = await object.append(source, { requestBytes: 8 * 1024 })
      expect(result.bytes).toBe(source.length)
      const content = await object.download().bytes()
      expect(Buffer.from(content).equals(Buffer.concat([before, source]))).toBe(true)
    },
  )

  it('append_object | error: 404', async () => {
    await clouds.get(8)!.clean()
    await clouds.get(8)!.alice.container('pithos').create()
    await expect(clouds.get(8)!.alice.container('pithos').object('nope').append('x')).rejects.toMatchObject({
      status: 404,
    })
  })
})
