import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { errorOf, program, programs, replying, serve, snippetsOf } from '@kamaki-tooling/testing'
import { expect, it, onTestFinished } from 'vitest'

const root = new URL('..', import.meta.url)

it('runs a program and tells how it ended, apart from any cloud of ours', async () => {
  const folder = new URL(`.tmp/program-${process.pid}/`, root)
  mkdirSync(folder, { recursive: true })
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const text = `
    const seen: string = process.env['KAMAKI_TOKEN'] + ' ' + process.env['KAMAKI_AUTH_URL']
    process.stdout.write(seen)
    process.stderr.write('done')
    process.exitCode = 3
  `
  writeFileSync(new URL('p.ts', folder), text)
  process.env['KAMAKI_AUTH_URL'] = 'http://ours'
  onTestFinished(() => {
    delete process.env['KAMAKI_AUTH_URL']
  })
  const outcome = await program(root, `.tmp/program-${process.pid}/p.ts`, { KAMAKI_TOKEN: 'theirs' })
  expect(outcome).toMatchObject({ code: 3, out: 'theirs undefined', err: 'done' })
  expect(outcome.output.length).toBe(outcome.out.length + outcome.err.length)
})

it('runs programs side by side in one process, each with an environment, an exit code and output of its own', async () => {
  const folder = new URL(`.tmp/programs-${process.pid}/`, root)
  mkdirSync(folder, { recursive: true })
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const text = `
    const { KAMAKI_TOKEN: token } = process.env
    console.log(token)
    await new Promise((resolve) => setTimeout(resolve, 20))
    console.error(token)
    if (token === 'wrong') throw new Error('That is wrong')
    if (token === 'odd') process.exitCode = 3
  `
  writeFileSync(new URL('p.ts', folder), text)
  const list = ['odd', 'wrong', 'right'].map((token) => ({
    file: `.tmp/programs-${process.pid}/p.ts`,
    env: { KAMAKI_TOKEN: token },
  }))
  const [odd, wrong, right] = await programs(root, list)
  expect(odd).toEqual({ code: 3, out: 'odd\n', err: 'odd\n', output: 'odd\nodd\n' })
  expect(wrong).toMatchObject({ code: 1, out: 'wrong\n', err: expect.stringContaining('That is wrong') })
  expect(right).toEqual({ code: 0, out: 'right\n', err: 'right\n', output: 'right\nright\n' })
})

it('finds the programs of a page', () => {
  expect(snippetsOf('# A\n\n```ts\na\nb\n```\n\n```sh\nc\n```\n\n```ts\nd\n```\n')).toEqual(['a\nb\n', 'd\n'])
})

it('tells an error from its absence', async () => {
  expect((await errorOf(Promise.reject(new TypeError('no')))).message).toBe('no')
  await expect(errorOf(Promise.resolve(1))).rejects.toThrow('expected to fail')
})

it('serves what it is told', async () => {
  const reply = await fetch(await serve(replying(404, 'text/plain', 'none', { 'x-a': 'b' })))
  expect([reply.status, reply.headers.get('x-a'), await reply.text()]).toEqual([404, 'b', 'none'])
})
