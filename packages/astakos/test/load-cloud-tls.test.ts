import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadCloud } from '@kamaki/astakos/node'
import { TlsError } from '@kamaki/core'
import { errorOf } from '@kamaki-tooling/testing'
import { expect, it, onTestFinished } from 'vitest'

// A certificate for localhost, by an authority that nobody knows.
const tls = (name: string) => fileURLToPath(new URL(`../../core/test/vectors/tls/${name}`, import.meta.url))

async function tlsCloud(): Promise<string> {
  const server = createServer(
    { cert: readFileSync(tls('good.pem')), key: readFileSync(tls('good.key')) },
    (request, response) => {
      request.resume()
      response.end('{"access":{"serviceCatalog":[{"name":"c","type":"compute","endpoints":[]}]}}')
    },
  )
  await new Promise<void>((resolve) => server.listen(0, resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `https://localhost:${(server.address() as AddressInfo).port}/identity/v2.0`
}

function kamakirc(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'kamakirc-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'rc'), text)
  return join(folder, 'rc')
}

const types = async (loading: ReturnType<typeof loadCloud>) =>
  (await (await loading).astakos.getServices()).map(({ type }) => type)

it('does not trust a cloud whose authority it does not know, and says how to', async () => {
  const env = { KAMAKI_AUTH_URL: await tlsCloud(), KAMAKI_TOKEN: 't' }
  const error = await errorOf(types(loadCloud(undefined, { env, retry: false })))
  expect(TlsError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(/signed by an unknown authority\. Get the CA certificate of the cloud/)
})

it('takes the certificates of KAMAKI_CA_CERTS', async () => {
  const env = { KAMAKI_AUTH_URL: await tlsCloud(), KAMAKI_TOKEN: 't', KAMAKI_CA_CERTS: tls('ca.pem') }
  expect(await types(loadCloud(undefined, { env }))).toEqual(['compute'])
})

it('takes the certificates of the options', async () => {
  expect(
    await types(loadCloud(undefined, { authUrl: await tlsCloud(), token: 't', caFile: tls('ca.pem'), env: {} })),
  ).toEqual(['compute'])
})

it('takes the certificates of the file', async () => {
  const file = kamakirc(`[global]\nca_certs = ${tls('ca.pem')}\n[cloud "x"]\nurl = ${await tlsCloud()}\ntoken = t\n`)
  expect(await types(loadCloud('x', { env: { KAMAKI_CONFIG: file } }))).toEqual(['compute'])
})

it('ignores certificates if the file or the options say so', async () => {
  const file = kamakirc(`[global]\nignore_ssl = on\n[cloud "x"]\nurl = ${await tlsCloud()}\ntoken = t\n`)
  expect(await types(loadCloud('x', { env: { KAMAKI_CONFIG: file } }))).toEqual(['compute'])
  const careful = await errorOf(types(loadCloud('x', { env: { KAMAKI_CONFIG: file }, ignoreSsl: false, retry: false })))
  expect(TlsError.isInstance(careful)).toBe(true)
  expect(
    await types(loadCloud(undefined, { authUrl: await tlsCloud(), token: 't', ignoreSsl: true, env: {} })),
  ).toEqual(['compute'])
})
