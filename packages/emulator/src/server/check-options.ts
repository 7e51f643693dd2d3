import * as v from 'valibot'
import type { BlockStore } from '../base/blocks.ts'
import { LAST } from '../base/clock.ts'
import {
  anyString,
  boolean,
  checked,
  either,
  integer,
  listOf,
  method,
  milliseconds,
  must,
  nonEmptyString,
  oneOf,
  rejectInput,
  shape,
} from '../base/input.ts'
import type { OAuth2Client, UserOptions } from '../identity/model.ts'
import { CONTENTS, USER_FIELDS } from './contents/schema.ts'
import type { CostModel } from './cost/cost-model.ts'
import type { EmulatorOptions, ListenOptions } from './options.ts'

const origin = v.pipe(
  anyString,
  v.check((value) => isOrigin(value), must('be the scheme and host of a URL, such as https://cloud.example.org')),
)

function isOrigin(value: string): boolean {
  return /^https?:$/.test(URL.canParse(value) ? new URL(value).protocol : '') && new URL(value).origin === value
}

const callback = v.custom<(...args: never[]) => unknown>((value) => typeof value === 'function', must('be a function'))

const blockStore = v.custom<BlockStore>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    ['has', 'get', 'put', 'clear'].every((name) => typeof Reflect.get(value, name) === 'function'),
  must('be a BlockStore: an object with the functions has, get, put and clear'),
)

const user: v.GenericSchema<UserOptions> = shape(USER_FIELDS)

const client: v.GenericSchema<OAuth2Client> = shape({
  id: nonEmptyString,
  secret: v.optional(nonEmptyString),
  redirectUris: listOf(nonEmptyString),
  trusted: v.optional(boolean),
})

const spent = {
  ms: v.optional(milliseconds),
  writeMsPerMiB: v.optional(milliseconds),
  readMsPerMiB: v.optional(milliseconds),
}
const costModel: v.GenericSchema<CostModel> = shape({
  workers: v.optional(integer(1)),
  requests: listOf(
    shape({
      ...spent,
      method: v.optional(either('be a method or an array of methods', [method, listOf(method)])),
      path: v.optional(either('be a string or a regular expression', [anyString, v.instance(RegExp)])),
      serial: v.optional(shape(spent)),
    }),
  ),
})

const beforeTheYear10000 = must('be a number of milliseconds since 1970, of a time before the year 10000')
const time = v.pipe(
  v.number(beforeTheYear10000),
  v.minValue(0, beforeTheYear10000),
  v.maxValue(LAST, beforeTheYear10000),
)

const OPTIONS: v.GenericSchema<EmulatorOptions> = shape({
  origin: v.optional(origin),
  users: v.optional(v.lazy((value) => (Array.isArray(value) ? listOf(user) : integer(0, 100_000)))) as v.GenericSchema<
    EmulatorOptions['users']
  >,
  contents: v.optional(CONTENTS),
  clock: v.optional(oneOf(['real', 'manual'])),
  startTime: v.optional(time),
  transitionMs: v.optional(milliseconds),
  latencyMs: v.optional(milliseconds),
  cost: v.optional(v.lazy((value) => (typeof value === 'object' ? costModel : oneOf(['real'])))) as v.GenericSchema<
    EmulatorOptions['cost']
  >,
  seed: v.optional(integer(0)),
  adminApi: v.optional(boolean),
  publicIpv6: v.optional(boolean),
  loginSchemes: v.optional(listOf(anyString)),
  oauth2: v.optional(shape({ clients: v.optional(listOf(client)), allowHttp: v.optional(boolean) })),
  blockSize: v.optional(integer(1)),
  listLimit: v.optional(integer(1)),
  state: v.optional(nonEmptyString),
  blocks: v.optional(blockStore),
  strayChunks: v.optional(boolean),
  cors: v.optional(boolean),
  control: v.optional(oneOf(['loopback', 'any', 'off'])),
  record: v.optional(shape({ requests: v.optional(integer(0)), bodyBytes: v.optional(integer(0)) })),
  onRequest: v.optional(callback) as v.GenericSchema<EmulatorOptions['onRequest']>,
  onError: v.optional(callback) as v.GenericSchema<EmulatorOptions['onError']>,
})

const LISTEN: v.GenericSchema<ListenOptions> = shape({
  port: v.optional(integer(0, 65_535)),
  host: v.optional(nonEmptyString),
  https: v.optional(
    v.lazy((value) => (typeof value === 'object' ? shape({ key: nonEmptyString, cert: nonEmptyString }) : boolean)),
  ) as v.GenericSchema<ListenOptions['https']>,
  link: v.optional(
    shape({
      bitsPerSecond: v.optional(
        v.pipe(v.number(must('be a positive number')), v.minValue(1, must('be a positive number'))),
      ),
      latencyMs: v.optional(milliseconds),
    }),
  ),
})

/** @throws {EmulatorArgumentError} naming the option that is wrong */
export function checkOptions(options: EmulatorOptions): EmulatorOptions {
  const { state, blocks } = checked(OPTIONS, options, 'options')
  if (state !== undefined && blocks !== undefined)
    rejectInput('blocks', 'cannot be used together with state, which keeps the blocks of objects as well')
  return options
}

/** @throws {EmulatorArgumentError} naming the option that is wrong */
export function checkListenOptions(options: ListenOptions): ListenOptions {
  return checked(LISTEN, options, 'options')
}
