#!/usr/bin/env node
// pnpm conformance:fuzz: random requests to two clouds; prints what they do not agree on, as small as it can be made.
//
//   pnpm conformance:fuzz [--env A.json [--env B.json]] [--seed N] [--count N] [--service S ...] [--session N] [--most N]
//
// Without a second --env the other cloud is an emulator in this process, without any both are: then only exceptions are found.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Env, hangUp } from '../wire.mjs'
import { type Cloud, emulatedCloud, remoteCloud } from './cloud.ts'
import { fuzz } from './fuzz.ts'
import { SERVICES } from './inventory.ts'
import { report } from './report.ts'

const { values } = parseArgs({
  options: {
    env: { type: 'string', multiple: true, default: [] },
    seed: { type: 'string' },
    count: { type: 'string', default: '1000' },
    service: { type: 'string', multiple: true, default: [] },
    session: { type: 'string' },
    most: { type: 'string' },
    privileged: { type: 'boolean', default: false },
  },
})

function usage(message: string): never {
  console.error(`${message}\nSee tooling/conformance/README.md.`)
  process.exit(2)
}

function natural(name: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) usage(`--${name} '${text}' is not a valid number. Give a whole one from 1 on.`)
  return Number(text)
}

const services = values.service.flatMap((text) => text.split(','))
for (const service of services)
  if (!SERVICES.some((known) => known === service))
    usage(`Unknown service '${service}'. Allowed services: ${SERVICES.join(', ')}`)
if (values.env.length > 2) usage('Two clouds are compared: give --env once or twice.')

const cloudOf = (file: string | undefined): Promise<Cloud> =>
  file === undefined ? emulatedCloud() : remoteCloud(JSON.parse(readFileSync(file, 'utf8')) as Env)

const seed = values.seed === undefined ? Date.now() % 1_000_000 : natural('seed', values.seed)
const count = natural('count', values.count)
const clouds = await Promise.all([cloudOf(values.env[0]), cloudOf(values.env[1])])
let found = 0
try {
  const options = {
    seed,
    count,
    services: services.length > 0 ? services : undefined,
    session: values.session === undefined ? undefined : natural('session', values.session),
    most: values.most === undefined ? undefined : natural('most', values.most),
    privileged: values.privileged || values.env.length === 0,
  }
  for await (const finding of fuzz(clouds[0], clouds[1], options)) {
    found++
    console.log(`${report(finding, seed)}\n`)
  }
} finally {
  await Promise.all(clouds.map((cloud) => cloud.close()))
  hangUp()
}
console.log(`${count} requests, seed ${seed}: ${found === 0 ? 'no difference' : `${found} differences`}`)
process.exitCode = found === 0 ? 0 : 1
