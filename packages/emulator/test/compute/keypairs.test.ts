import { createPrivateKey, createPublicKey } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { Session } from './session.ts'

let cloud: Session
beforeEach(() => {
  cloud = new Session()
})

const PAIRS = '/compute/v2.0/os-keypairs'
const RSA =
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDo3CfktLMfrI9pei+SVupEMOaXuYheA74BCV5kTmFgx2cGRDMtA0jRAPwnDG4SNlzDyfcjXA9UzdT9iNK86zYDiGKt9QSJ926gOwfsFiBMeIQuMHkr6WCuoiQG2ilTmItDji5Qqh8wRBsX6pp7hzLQqkiL9TH4bKdGZbe9reCkS5RGd03e7YOBpLf1VthWVBN0YFLV7d5luDu+k3NQJiv1GbmSShhZ8XxpaZmhIgpoOvvBOglqiRjrZBH1GnNp+t4IZlx2T+7qBdDNJ+EwZKkozDr6eeTq6w6RhahchOJN6dS8g880+O1/Vy8K35EaK6plRICYVigkgUMml7bHFYil'

test('A generated key is a real one: its halves belong together', async () => {
  const { status, body } = await cloud.alice('POST', PAIRS, { keypair: { name: 'mine' } })
  expect(status).toBe(201)
  const { private_key, public_key, fingerprint } = body.keypair
  const { n, e } = createPublicKey(createPrivateKey(private_key)).export({ format: 'jwk' })
  const blob = Buffer.from(public_key.slice('ssh-rsa '.length), 'base64')
  expect(blob.subarray(-256).toString('base64url')).toBe(n)
  expect(blob.subarray(15, 18).toString('base64url')).toBe(e)
  expect(fingerprint).toMatch(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/)
})

test('A key is imported as it is; a comment may hide its fingerprint', async () => {
  const add = async (name: string, public_key: unknown) =>
    (await cloud.alice('POST', PAIRS, { keypair: { name, public_key } })).body.keypair
  const bare = await add('bare', RSA)
  expect(bare.public_key).toBe(RSA)
  expect(bare.fingerprint).toMatch(/:b4:0c:3b:b6$/)
  expect((await add('commented', `${RSA} me@host`)).fingerprint).toBe('unknown fingerprint')
  // Four letters fill up a quad: they decode, and are left out again.
  expect((await add('four', `${RSA} user`)).fingerprint).toBe(bare.fingerprint)
  expect((await add('nonsense', 'nonsense')).fingerprint).toBe('unknown fingerprint')
  expect((await add('number', 5)).public_key).toBe(5)
  expect((await cloud.alice('GET', `${PAIRS}/number`)).body.keypair.public_key).toBe('5')
})

test('Names are unique to a user, and everything after the slash is one', async () => {
  const keypair = { name: 'κλειδί 1', public_key: RSA }
  expect((await cloud.alice('POST', PAIRS, { keypair })).status).toBe(201)
  expect((await cloud.alice('POST', PAIRS, { keypair })).status).toBe(409)
  expect((await cloud.bob('POST', PAIRS, { keypair })).status).toBe(201)
  const path = `${PAIRS}/${encodeURIComponent(keypair.name)}`
  expect((await cloud.alice('GET', path)).body.keypair).toMatchObject({
    name: keypair.name,
    deleted: false,
    deleted_at: null,
  })
  expect((await cloud.alice('GET', `${path}/`)).body.itemNotFound.message).toBe(`Keypair ${keypair.name}/ not found.`)
  expect((await cloud.alice('DELETE', path)).status).toBe(204)
  expect((await cloud.alice('DELETE', path)).status).toBe(404)
  expect((await cloud.bob('GET', path)).status).toBe(200)
})

test('A user has ten keys at most, whichever way they are made', async () => {
  for (let i = 0; i < 10; i++)
    expect((await cloud.alice('POST', '/userdata/keys', { name: `k${i}`, content: RSA })).status).toBe(200)
  expect((await cloud.alice('POST', PAIRS, { keypair: { name: 'more' } })).text).toBe('SSH keys limit exceeded')
  const refused = await cloud.alice('POST', '/userdata/keys', { name: 'more', content: RSA })
  expect(refused.status).toBe(422)
  expect(refused.body).toEqual({ errors: { __all__: ['SSH keys limit exceeded.'] }, non_field_key: '__all__' })
  const [first] = (await cloud.alice('GET', '/userdata/keys')).body
  expect((await cloud.alice('PUT', `/userdata/keys/${first.id}`, { name: 'renamed' })).status).toBe(422)
  expect((await cloud.alice('POST', '/userdata/keys/generate')).status).toBe(500)
  expect((await cloud.alice('DELETE', `/userdata/keys/${first.id}`)).text).toBe('""')
  expect((await cloud.alice('POST', '/userdata/keys/generate')).status).toBe(200)
})

test('User data fail in their own ways', async () => {
  expect((await cloud.as(undefined, 'GET', '/userdata/keys')).status).toBe(401)
  expect((await cloud.alice('GET', '/userdata/keys/99')).headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect((await cloud.alice('PATCH', '/userdata/keys')).headers.get('allow')).toBe('GET, POST')
  expect((await cloud.alice('POST', '/userdata/keys', [])).status).toBe(500)
  expect((await cloud.alice('POST', '/userdata/keys', { content: 'x' })).body.errors).toEqual({
    name: ['This field cannot be blank.'],
  })
  expect((await cloud.as(undefined, 'GET', '/userdata/keys/download')).text).toBe('None')
})
