import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InvalidArgumentError } from '@kamaki/core'
import { downloadFile, syncDown, syncUp, uploadFile } from '@kamaki/pithos/node'
import { wrongOptions } from '@kamaki-tooling/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'

const cloud = testCloud()
const box = () => cloud.alice.container('box')
const file = () => box().object('file')
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kamaki-'))
  await writeFile(join(folder, 'source'), 'content')
  await box().create()
  await file().upload('hello')
})
afterAll(() => rm(folder, { recursive: true }))

type Call = (options: never) => unknown
const transfers: Readonly<Record<string, Call>> = {
  upload: (options) => file().upload('x', options),
  uploadFile: (options) => uploadFile(file(), join(folder, 'source'), options),
  download: (options) => file().download(options),
  downloadFile: (options) => downloadFile(file(), join(folder, 'target'), options),
  append: (options) => file().append('x', options),
  overwrite: (options) => file().overwrite(0, 'x', options),
  truncate: (options) => file().truncate(1, options),
  restore: (options) => file().restore(1, options),
  moveFrom: (options) => file().moveFrom(box().object('other'), options),
  copyTo: (options) => file().copyTo(box().object('other'), options),
  publish: (options) => file().publish(options),
}
const syncs: Readonly<Record<string, Call>> = {
  syncUp: (options) => syncUp(folder, box(), options),
  syncDown: (options) => syncDown(box(), folder, options),
}
const pick = (...names: string[]): [string, Call][] =>
  Object.entries({ ...transfers, ...syncs }).filter(([name]) => names.includes(name))

/** The error of a call, before which nothing was sent or written. */
async function errorOf(call: () => unknown): Promise<Pick<InvalidArgumentError, 'parameter' | 'message'>> {
  cloud.requests.length = 0
  const error = await (async () => call())().then(
    () => new Error('It was accepted'),
    (reason: unknown) => reason,
  )
  expect(cloud.requests).toEqual([])
  expect(await readdir(folder)).toEqual(['source'])
  if (!InvalidArgumentError.isInstance(error)) throw error
  return error
}

describe('options that cannot be followed are rejected before anything is done', () => {
  it.each(Object.entries({ ...transfers, ...syncs }))('by %s', async (_name, call) => {
    for (const [options, parameter] of [...wrongOptions(), [null, 'options'], ['x', 'options']] as const)
      expect(await errorOf(() => call(options as never)), JSON.stringify(options)).toMatchObject({ parameter })
  })

  it.each<[options: object, says: string, calls: [string, Call][]]>([
    [{ contentTyp: 'a/b' }, "Unknown option 'contentTyp'. Did you mean 'contentType'?", pick('upload', 'uploadFile')],
    [{ md: 'x' }, "Unknown option 'md'.", pick('upload', 'uploadFile')],
    [{ dedupe: 'no' }, "dedupe must be one of 'cloud', 'previous'", pick('upload', 'uploadFile')],
    [{ checkQuota: 'no' }, 'checkQuota must be true or false', pick('upload', 'uploadFile')],
    [{ public: 'no' }, 'public must be true or false', pick('upload', 'uploadFile', 'copyTo')],
    [{ ifNotExist: 'yes' }, 'ifNotExist must be true or false', pick('upload', 'uploadFile', 'copyTo', 'moveFrom')],
    [{ ifNotExists: true }, "Unknown option 'ifNotExists'. Did you mean 'ifNotExist'?", pick('upload', 'moveFrom')],
    [{ onprogress: () => 1 }, "Did you mean 'onProgress'?", pick('upload', 'download', 'append', 'syncUp')],
    [{ rang: { first: 0 } }, "Unknown option 'rang'. Did you mean 'range'?", pick('download')],
    [{ range: { first: 0 } }, "Unknown option 'range'.", pick('downloadFile')],
    [{ reus: false }, "Did you mean 'reuse'?", pick('downloadFile')],
    [{ delet: true }, "Unknown option 'delet'. Did you mean 'delete'?", pick('syncUp', 'syncDown')],
    [{ dryrun: true }, "Unknown option 'dryrun'. Did you mean 'dryRun'?", pick('syncUp', 'syncDown')],
    [{ symlinks: 'follow' }, "Unknown option 'symlinks'.", pick('syncDown')],
    [{ caseSensitive: true }, "Unknown option 'caseSensitive'.", pick('syncUp')],
    [{ exclude: [7] }, 'exclude must be a non-empty string; got 7', pick('syncUp', 'syncDown')],
    [{ exclude: '' }, 'exclude must be a non-empty string', pick('syncUp', 'syncDown')],
    [{ exclude: ['a', '[abc'] }, 'exclude is not a valid pattern: "[abc" lacks its closing "]"', pick('syncUp')],
    [{ exclude: '{a,b', dryRun: true }, 'lacks its closing "}". To mean the character itself', pick('syncDown')],
    [{ include: 'x(' }, 'include is not a valid pattern: "x(" lacks its closing ")"', pick('syncUp', 'syncDown')],
    [{ include: '[z-a]' }, 'include is not a valid pattern: "[z-a]" matches nothing', pick('syncUp')],
  ])('%o', async (options, says, calls) => {
    expect(calls.length).toBeGreaterThan(0)
    for (const [, call] of calls) expect((await errorOf(() => call(options as never))).message).toContain(says)
  })

  it('but one that is undefined is as good as left out', async () => {
    await file().upload('hello', { contentTyp: undefined } as object)
    await file().info({ verison: undefined } as object)
  })

  it('of calls of one request as well', async () => {
    const { alice } = cloud
    const calls: readonly [call: () => unknown, message: string][] = [
      [() => file().info({ verison: 1 } as object), "Unknown option 'verison'. Did you mean 'version'?"],
      [() => box().objects.list({ prefx: 'a' } as object), "Unknown option 'prefx'. Did you mean 'prefix'?"],
      [() => box().objects.list({ shared: 'yes' } as never), 'shared must be true or false'],
      [() => alice.containers.list({ public: 1 } as never), 'public must be true or false'],
      [() => box().info({ foo: 1 } as object), "Unknown option 'foo'. It would be ignored: leave it out"],
      [() => cloud.client('alice', { acount: 'x' } as object), "Unknown option 'acount'. Did you mean 'account'?"],
    ]
    for (const [call, message] of calls) expect((await errorOf(call)).message).toContain(message)
  })
})
