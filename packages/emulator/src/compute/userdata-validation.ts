import type { User } from '../identity/model.ts'
import { codePointLength } from '../python/code-points.ts'
import type { ComputeCloud } from './compute-cloud.ts'
import type { Keypair } from './keypair-store.ts'

/** USERDATA_SSH_KEY_MAX_CONTENT_LENGTH */
const MAX_CONTENT = 30_000
const MAX_NAME = 255
const ALL = '__all__'

interface KeyErrors {
  readonly errors: Readonly<Record<string, readonly string[]>>
  readonly non_field_key: string
}

function lengthErrors(value: unknown, max: number): string[] {
  if (value === null) return ['This field cannot be null.']
  const length = typeof value === 'string' ? codePointLength(value) : Object.keys(Object(value)).length
  if (length === 0) return ['This field cannot be blank.']
  return length > max ? [`Ensure this value has at most ${max} characters (it has ${length}).`] : []
}

/** What is wrong with a key that is to be stored, as Django's validation says it; undefined: nothing. The limit counts on changes, too. */
export function checkKey(
  cloud: ComputeCloud,
  user: User,
  asked: { name: string | null; content: unknown; key?: Keypair },
): KeyErrors | undefined {
  const name = lengthErrors(asked.name, MAX_NAME)
  const content = lengthErrors(asked.content, MAX_CONTENT)
  const all: string[] = []
  if (cloud.keypairs.full(user)) all.push('SSH keys limit exceeded.')
  const other = cloud.keypairs.named(user, asked.name ?? '')
  if (other && other !== asked.key && name.length === 0)
    all.push('Public key pair with this User and Name already exists.')
  const errors = Object.entries({ name, content, [ALL]: all }).filter(([, texts]) => texts.length > 0)
  return errors.length > 0 ? { errors: Object.fromEntries(errors), non_field_key: ALL } : undefined
}
