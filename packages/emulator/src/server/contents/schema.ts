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
  oneOf,
  shape,
} from '../../base/input.ts'
import { RESOURCES } from '../../identity/resources.ts'
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

const sizeWords = "be a number of bytes, or a size such as '10 GiB'"
const size: v.GenericSchema<Size> = either(sizeWords, [integer(0), v.pipe(anyString, v.regex(SIZE, must(sizeWords)))])
const policy = oneOf(['auto', 'moderated', 'closed'])
const names = RESOURCES.map(({ name }) => name)

function quotas<T>(limit: v.GenericSchema<T>): v.GenericSchema<Record<string, T>> {
  return v.record(
    v.picklist(names, ({ input }) => `Unknown resource '${input}'. Resources: ${names.join(', ')}`),
    limit,
    must('be an object with limits by resource'),
  ) as v.GenericSchema<Record<string, T>>
}

/** What describes a user. */
export const USER_FIELDS: {
  readonly [K in Exclude<keyof UserContents, 'quotas'>]-?: v.GenericSchema<UserContents[K]>
} = {
  name: v.pipe(
    nonEmptyString,
    // Names that `env()` has for something else.
    v.check((name) => name !== 'service' && name !== 'operator', must("not be 'service' or 'operator'")),
  ),
  token: v.optional(nonEmptyString),
  uuid: v.optional(nonEmptyString),
  email: v.optional(nonEmptyString),
  firstName: v.optional(anyString),
  lastName: v.optional(anyString),
  groups: v.optional(listOf(nonEmptyString)),
}

const user: v.GenericSchema<UserContents> = shape({ ...USER_FIELDS, quotas: v.optional(quotas(size)) })

const project: v.GenericSchema<ProjectContents> = shape({
  name: nonEmptyString,
  owner: nonEmptyString,
  id: v.optional(nonEmptyString),
  description: v.optional(anyString),
  homepage: v.optional(anyString),
  members: v.optional(listOf(nonEmptyString)),
  joinPolicy: v.optional(policy),
  leavePolicy: v.optional(policy),
  quotas: v.optional(
    quotas(
      v.lazy((value) => (typeof value === 'object' ? shape({ project: size, member: size }) : size)) as v.GenericSchema<
        Size | { project: Size; member: Size }
      >,
    ),
  ),
})

const flavor: v.GenericSchema<FlavorContents> = shape({
  id: v.optional(integer(1)),
  name: v.optional(nonEmptyString),
  vcpus: integer(1),
  ram: integer(1),
  disk: integer(1),
  volumeType: v.optional(oneOf(['ext_archipelago', 'drbd'])),
})

const network: v.GenericSchema<NetworkContents> = shape({
  name: nonEmptyString,
  owner: v.optional(nonEmptyString),
  public: v.optional(boolean),
  cidr: v.optional(nonEmptyString),
  gateway: v.optional(v.nullable(nonEmptyString)),
})

const content = {
  content: v.optional(either('be a string or a Uint8Array', [anyString, v.instance(Uint8Array)])),
  size: v.optional(size),
}

const image: v.GenericSchema<ImageContents> = shape({
  name: nonEmptyString,
  owner: v.optional(nonEmptyString),
  public: v.optional(boolean),
  readers: v.optional(listOf(nonEmptyString)),
  description: v.optional(anyString),
  properties: v.optional(mapOf(anyString)),
  diskFormat: v.optional(nonEmptyString),
  containerFormat: v.optional(nonEmptyString),
  ...content,
})

const file: v.GenericSchema<FileContents> = shape({
  name: nonEmptyString,
  type: v.optional(nonEmptyString),
  metadata: v.optional(mapOf(anyString)),
  public: v.optional(boolean),
  readers: v.optional(listOf(nonEmptyString)),
  writers: v.optional(listOf(nonEmptyString)),
  ...content,
})

const container: v.GenericSchema<ContainerContents> = shape({
  name: nonEmptyString,
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
