import { readFileSync } from 'node:fs'
import { createEmulator } from '@kamaki/emulator'
import { validate } from 'dockerfile-utils'
import { expect, test } from 'vitest'
import { readArguments } from '../../src/node/arguments.ts'

const dockerfile = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8')
/** What follows an instruction, lines that go on joined. */
const instruction = (name: string): string =>
  new RegExp(`^${name} (.*)$`, 'm').exec(dockerfile.replaceAll(/\\\n\s*/g, ''))?.[1] ?? ''
const problemsOf = (content: string): string[] =>
  validate(content).map(({ range, message }) => `${range.start.line + 1}: ${message}`)

test('the Dockerfile has no mistakes', () => {
  expect(problemsOf(dockerfile)).toEqual([])
  expect(problemsOf(dockerfile.replace('EXPOSE 8080', 'EXPSE 8080'))).toHaveLength(1)
})

test('the image runs the command with options that it knows, not as root', () => {
  const [command, ...options] = JSON.parse(instruction('ENTRYPOINT')) as string[]
  const { bin } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  expect(Object.keys(bin)).toEqual([command])
  expect(readArguments(options)).toMatchObject({ host: '0.0.0.0', control: 'any', port: Number(instruction('EXPOSE')) })
  expect(readArguments([...options, '--control', 'off']).control).toBe('off')
  expect(instruction('USER')).toBe('node')
})

test('the image is healthy when the cloud responds', async () => {
  const [, url = ''] = /(http:[^"]+)"/.exec(instruction('HEALTHCHECK')) ?? []
  const emulator = createEmulator({ control: 'off' })
  const { origin } = await emulator.listen()
  expect((await fetch(url.replace('http://127.0.0.1:8080', origin))).status).toBe(200)
  await emulator.close()
})

test('the command starts in images without GNU env, whose env has no -S', () => {
  const [first] = readFileSync(new URL('../../src/node/bin.ts', import.meta.url), 'utf8').split('\n')
  expect(first).toBe('#!/usr/bin/env node')
})
