import { inspect } from 'node:util'
import { VmapiClient } from '@kamaki/cyclades'
import { expect, it } from 'vitest'
import { testCloud } from './cloud.ts'

/** All the ways in which a result gets into a log. */
const shown = (value: unknown): string => inspect(value, { depth: 9 }) + JSON.stringify(value)

it('returns passwords and private keys that are read by name, and shown by no log, inspection or JSON', async () => {
  const cloud = await testCloud()
  const { compute } = cloud.alice
  const server = await cloud.create(cloud.alice)
  await compute.servers.waitUntil(server.id, 'ACTIVE', cloud.turning)
  const vnc = await compute.servers.console(server.id, 'vnc')
  const novnc = await compute.servers.console(server.id, 'novnc')
  const keypair = await compute.keypairs.create({ name: 'k' })
  const generated = await compute.userdata.keys.generate()
  const results = [server, vnc, novnc, keypair, generated]
  const secrets = [server.adminPass, vnc.password, novnc.url, keypair.private_key ?? '', generated.private]
  for (const secret of secrets) {
    expect(secret).toMatch(/^.{8,}/)
    expect(shown(results)).not.toContain(secret.slice(0, 200))
    expect(shown(results)).not.toContain(JSON.stringify(secret).slice(1, 200))
  }
  expect(shown(results)).toContain(keypair.public_key)
})

it('hides the password in what a server is told about itself', async () => {
  const fetch = async (): Promise<Response> => Response.json({ password: 's3cret', img_id: 'i' })
  const params = await new VmapiClient('http://synnefo.test/vmapi', 'token', { fetch }).serverParams.get('key')
  expect(params['password']).toBe('s3cret')
  expect(shown(params)).not.toContain('s3cret')
})
