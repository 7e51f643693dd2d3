import { ConflictError, NotFoundError, ServerError, UnprocessableError } from '@kamaki/core'
import { CycladesComputeClient } from '@kamaki/cyclades'
import { errorOf } from '@kamaki-tooling/testing'
import { expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'

const publicKey =
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC9cYjBp9vU0k3JqFz1pWgD3V4uQXoO3zq0Yb8mHcVf2kT7nZc9GmXnqvM8wH1pGk9b7l8W5b8Zk1mE2j7Gk8E= me'

it('imports a key, has one made, and forgets them', async () => {
  const { keypairs } = (await testCloud()).alice.compute
  const imported = await keypairs.create({ name: 'κλειδί 1/2?', public_key: publicKey })
  expect(imported).toMatchObject({ name: 'κλειδί 1/2?', public_key: publicKey })
  expect(imported).not.toHaveProperty('private_key')
  const made = await keypairs.create({ name: 'made' })
  expect(made.private_key).toMatch(/^-----BEGIN (?:RSA )?PRIVATE KEY-----/)
  expect((await keypairs.list()).map(({ name }) => name)).toEqual(['made', 'κλειδί 1/2?'])
  expect(await keypairs.get('κλειδί 1/2?')).toMatchObject({
    id: expect.any(Number),
    public_key: publicKey,
    deleted: false,
    deleted_at: null,
  })
  await keypairs.delete('κλειδί 1/2?')
  expect((await keypairs.list()).map(({ name }) => name)).toEqual(['made'])
  expect(NotFoundError.isInstance(await errorOf(keypairs.delete('κλειδί 1/2?')))).toBe(true)
  expect(ConflictError.isInstance(await errorOf(keypairs.create({ name: 'made' })))).toBe(true)
})

it('keeps keys in the interface of the UI, too, and changes them there', async () => {
  const { compute } = (await testCloud()).alice
  const { keys } = compute.userdata
  expect(compute.userdata.endpointUrl).toBe('http://synnefo.test/cyclades/userdata')
  const key = await keys.create({ name: 'k', content: publicKey })
  expect(key).toEqual({
    id: expect.any(Number),
    uri: expect.any(String),
    name: 'k',
    content: publicKey,
    fingerprint: expect.any(String),
  })
  expect(await keys.list()).toEqual([key])
  expect(await keys.update(key.id, { name: 'κ' })).toMatchObject({ name: 'κ', content: publicKey })
  expect(await keys.get(key.id)).toMatchObject({ name: 'κ' })
  expect((await compute.keypairs.get('κ')).id).toBe(key.id)
  await keys.delete(key.id)
  expect(NotFoundError.isInstance(await errorOf(keys.get(key.id)))).toBe(true)
})

it('has a keypair made without storing it', async () => {
  const { keys } = (await testCloud()).alice.compute.userdata
  const generated = await keys.generate()
  expect(generated.public).toMatch(/^ssh-rsa /)
  expect(generated.private).toMatch(/^-----BEGIN/)
  expect(await keys.list()).toEqual([])
})

it('tells what is wrong with a key, and that there are too many', async () => {
  const { keypairs, userdata } = (await testCloud()).alice.compute
  await keypairs.create({ name: 'k0', public_key: publicKey })
  const taken = await errorOf(userdata.keys.create({ name: 'k0', content: publicKey }))
  expect(UnprocessableError.isInstance(taken)).toBe(true)
  for (let index = 1; index < 10; index++) await keypairs.create({ name: `k${index}`, public_key: publicKey })
  const many = await errorOf(keypairs.create({ name: 'k10' }))
  expect(ServerError.isInstance(many) && many.message).toContain('SSH keys limit exceeded')
  const [first] = await userdata.keys.list()
  expect(UnprocessableError.isInstance(await errorOf(userdata.keys.update(first!.id, { name: 'other' })))).toBe(true)
})

it('goes to another user data service when told to', () => {
  const options = { userdataUrl: 'https://keys.example.org/userdata/' }
  const { userdata } = new CycladesComputeClient('https://c.example.org/cyclades/compute/v2.0', 'token', options)
  expect(userdata.endpointUrl).toBe('https://keys.example.org/userdata')
})
