import * as v from 'valibot'
import {
  anyString,
  boolean,
  either,
  integer,
  listOf,
  mapOf,
  must,
  nonEmptyString,
  oneLine,
  oneOf,
  shape,
  stringLike,
} from '../../base/input.ts'
import { PROJECT_NAME } from '../../identity/application-form.ts'
import { RESOURCES } from '../../identity/resources.ts'
import { UNLIMITED } from '../../python/int.ts'
import type {
  CloudContents,
  ContainerContents,
  FileContents,
  FlavorContents,
  ImageContents,
  NetworkContents,
  ProjectContents,
  Size,
  UserContents,
} from './types.ts'

/** What the names of metadata of objects begin with. */
export const OBJECT_META = 'X-Object-Meta-'
const PROJECT_WORDS = 'be a domain name of at most 80 characters, such as physics.example.org'

const UNITS: Readonly<Record<string, bigint>> = {
  '': 1n,
  B: 1n,
  KiB: 2n ** 10n,
  MiB: 2n ** 20n,
  GiB: 2n ** 30n,
  TiB: 2n ** 40n,
}
const SIZE = /^(\d+)\s*(B|KiB|MiB|GiB|TiB)?$/

/** A size in bytes. */
export function bytesOf(size: Size): bigint {
  const [, digits = '0', unit = ''] = SIZE.exec(String(size)) ?? []
  return BigInt(digits) * (UNITS[unit] ?? 1n)
}

function sizeLike(words: string, unit: string): v.GenericSchema<Size> {
  return v.pipe(
    either(words, [
      v.pipe(v.number(), v.safeInteger(must(words)), v.minValue(0, must(words))),
      stringLike(SIZE, words),
    ]),
    v.check((value) => bytesOf(value) <= UNLIMITED, must(`be at most ${UNLIMITED}${unit}`)),
  )
}

const size = sizeLike("be a number of bytes from 0, or a size such as '10 GiB'", ' bytes')
/** Of bytes, or of whatever the resource counts. */
const limit = sizeLike("be a whole number from 0, or a size such as '10 GiB'", '')
/** Each block of it is told of one by one, whatever is in it. */
const contentSize: v.GenericSchema<Size> = v.pipe(
  size,
  v.check((value) => bytesOf(value) <= 2n ** 40n, must('be at most 1 TiB')),
)
const id = stringLike(/^[\w-]{1,255}$/, "be an id: letters, digits, '-' and '_'")
const policy = oneOf(['auto', 'moderated', 'closed'])
const names = RESOURCES.map(({ name }) => name)

function quotas<T>(value: v.GenericSchema<T>): v.GenericSchema<Record<string, T>> {
  return v.record(
    v.picklist(names, ({ input }) => `Unknown resource '${input}'. Resources: ${names.join(', ')}`),
    value,
    must('be an object with limits by resource'),
  ) as v.GenericSchema<Record<string, T>>
}

/** What describes a user. */
export const USER_FIELDS: {
  readonly [K in Exclude<keyof UserContents, 'quotas'>]-?: v.GenericSchema<UserContents[K]>
} = {
  name: v.pipe(
    oneLine(255),
    // Names that `env()` has for something else.
    v.check((name) => name !== 'service' && name !== 'operator', must("not be 'service' or 'operator'")),
  ),
  token: v.optional(
    stringLike(
      /^[\x21-\x7e]{1,255}$/,
      'be a string of visible ASCII characters without spaces, as headers can hold it',
    ),
  ),
  uuid: v.optional(id),
  email: v.optional(stringLike(/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u, 'be an e-mail address')),
  firstName: v.optional(anyString),
  lastName: v.optional(anyString),
  groups: v.optional(listOf(oneLine(80))),
}

const user: v.GenericSchema<UserContents> = shape({ ...USER_FIELDS, quotas: v.optional(quotas(limit)) })

const limits = v.pipe(
  shape({ project: limit, member: limit }),
  v.check(
    ({ project, member }) => bytesOf(member) <= bytesOf(project),
    () => 'must not give a member more than the project has',
  ),
)

const project: v.GenericSchema<ProjectContents> = shape({
  name: v.pipe(stringLike(PROJECT_NAME, PROJECT_WORDS), v.maxLength(80, must(PROJECT_WORDS))),
  owner: nonEmptyString,
  id: v.optional(id),
  description: v.optional(anyString),
  homepage: v.optional(anyString),
  members: v.optional(listOf(nonEmptyString)),
  joinPolicy: v.optional(policy),
  leavePolicy: v.optional(policy),
  quotas: v.optional(
    quotas(
      v.lazy((value) => (typeof value === 'object' ? limits : limit)) as v.GenericSchema<
        Size | { project: Size; member: Size }
      >,
    ),
  ),
})

const flavor: v.GenericSchema<FlavorContents> = shape({
  id: v.optional(integer(1)),
  name: v.optional(oneLine(255)),
  vcpus: integer(1),
  ram: integer(1),
  disk: integer(1),
  volumeType: v.optional(oneOf(['ext_archipelago', 'drbd'])),
})

const network: v.GenericSchema<NetworkContents> = shape({
  name: oneLine(128),
  owner: v.optional(nonEmptyString),
  public: v.optional(boolean),
  cidr: v.optional(nonEmptyString),
  gateway: v.optional(v.nullable(nonEmptyString)),
})

const content = {
  content: v.optional(either('be a string or a Uint8Array', [v.string(), v.instance(Uint8Array)])),
  size: v.optional(contentSize),
}

const format = stringLike(/^[a-z0-9]+$/, "be the name of a format, such as 'diskdump' or 'bare'")

const image: v.GenericSchema<ImageContents> = shape({
  name: oneLine(256),
  owner: v.optional(nonEmptyString),
  public: v.optional(boolean),
  readers: v.optional(listOf(nonEmptyString)),
  description: v.optional(anyString),
  properties: v.optional(mapOf(anyString, oneLine(111))),
  diskFormat: v.optional(format),
  containerFormat: v.optional(format),
  ...content,
})

const file: v.GenericSchema<FileContents> = shape({
  name: stringLike(/^[^\0\n\p{Surrogate}]+$/u, 'be the name of an object: at least one character, and no line break'),
  type: v.optional(stringLike(/^[\x20-\x7e]{1,256}$/, 'be a media type in ASCII, of at most 256 characters')),
  metadata: v.optional(
    mapOf(
      stringLike(/^[^\0\r\n\p{Surrogate}]{0,256}$/u, 'be a string of at most 256 characters without line breaks'),
      oneLine(128 - OBJECT_META.length),
    ),
  ),
  public: v.optional(boolean),
  readers: v.optional(listOf(nonEmptyString)),
  writers: v.optional(listOf(nonEmptyString)),
  ...content,
})

const container: v.GenericSchema<ContainerContents> = shape({
  name: stringLike(
    /^(?!\.{1,2}$)[^/\p{Cc}\p{Surrogate}]{1,256}$/u,
    "be the name of a container: 1 to 256 characters without '/' and line breaks, and not '.' or '..'",
  ),
  owner: v.optional(nonEmptyString),
  quota: v.optional(size),
  versioning: v.optional(oneOf(['auto', 'none'])),
  files: v.optional(listOf(file)),
})

export const CONTENTS: v.GenericSchema<CloudContents> = shape({
  users: v.optional(listOf(user)),
  projects: v.optional(listOf(project)),
  flavors: v.optional(listOf(flavor)),
  networks: v.optional(listOf(network)),
  images: v.optional(listOf(image)),
  containers: v.optional(listOf(container)),
})
