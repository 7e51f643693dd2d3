import { X509Certificate } from 'node:crypto'
import { request } from 'node:https'
import { createEmulator, type Listener } from '@kamaki/emulator'
import { expect, test } from 'vitest'

const PATH = '/astakos/identity/v2.0/tokens'

/** A request that trusts these authorities. @returns the status, and the first link of the catalog */
function post(
  { port }: Listener,
  ca: string | undefined,
  host = 'localhost',
): Promise<{ status: number; url: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host, port, path: PATH, method: 'POST', ca }, (response) => {
      let body = ''
      response.on('data', (piece) => (body += piece))
      response.on('end', () => {
        const { endpoints } = JSON.parse(body).access.serviceCatalog[0]
        resolve({ status: response.statusCode ?? 0, url: endpoints[0].publicURL })
      })
    })
    sent.on('error', reject)
    sent.end()
  })
}

test('HTTPS with a certificate of its own: whoever trusts its authority gets through, and nobody else', async () => {
  const emulator = createEmulator()
  const listener = await emulator.listen({ https: true })
  expect(listener.origin).toBe(`https://127.0.0.1:${listener.port}`)
  expect(emulator.env().authUrl).toBe(`${listener.origin}/astakos/identity/v2.0`)
  for (const host of ['localhost', '127.0.0.1'])
    expect(await post(listener, listener.ca, host)).toEqual({
      status: 200,
      url: `https://${host}:${listener.port}/astakos/weblogin`,
    })
  await expect(post(listener, undefined)).rejects.toThrow(/certificate/)
  const other = await emulator.listen({ https: true })
  expect(other.ca).not.toBe(listener.ca)
  await expect(post(listener, other.ca)).rejects.toThrow(/certificate|signature/)
  await emulator.close()
})

test('the authority may sign and nothing else, the certificate is for this machine and valid for a year', async () => {
  const emulator = createEmulator()
  const listener = await emulator.listen({ https: true })
  const ca = new X509Certificate(listener.ca ?? '')
  expect(ca.ca).toBe(true)
  expect(ca.verify(ca.publicKey)).toBe(true)
  const days = (Date.parse(ca.validTo) - Date.now()) / 86_400_000
  expect(days).toBeGreaterThan(364)
  expect(days).toBeLessThan(366)
  const { makeCertificate } = await import('../../src/node/certificate.ts')
  const made = makeCertificate(['localhost', 'cloud.example.org', '192.0.2.7', '::1'])
  const server = new X509Certificate(made.cert)
  expect(server.ca).toBe(false)
  expect(server.verify(new X509Certificate(made.ca).publicKey)).toBe(true)
  expect(server.checkIssued(new X509Certificate(made.ca))).toBe(true)
  expect(server.checkHost('cloud.example.org')).toBe('cloud.example.org')
  expect(server.checkHost('other.example.org')).toBeUndefined()
  expect(server.checkIP('192.0.2.7')).toBe('192.0.2.7')
  expect(server.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
  await emulator.close()
})

test('HTTPS with a certificate that is handed over', async () => {
  const { makeCertificate } = await import('../../src/node/certificate.ts')
  const { key, cert, ca } = makeCertificate(['localhost'])
  const emulator = createEmulator()
  const listener = await emulator.listen({ https: { key, cert } })
  expect(listener.ca).toBeUndefined()
  expect((await post(listener, ca)).status).toBe(200)
  await expect(emulator.listen({ https: { key: 'no key', cert } })).rejects.toMatchObject({
    name: 'EmulatorArgumentError',
    parameter: 'https',
  })
  await emulator.close()
})
