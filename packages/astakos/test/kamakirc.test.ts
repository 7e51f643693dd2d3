import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseKamakirc } from '../src/node/kamakirc.ts'

it('reads clouds, the default one, and what is said of certificates', () => {
  const file = parseKamakirc(`
# Kamaki configuration file
[global]
default_cloud = okeanos
ca_certs = /etc/ssl/certs/ca-certificates.crt
ignore_ssl = off
colors = on

[cloud "okeanos"]
url = https://accounts.okeanos.grnet.gr/identity/v2.0
token = AbC-_123==
pithos_container = images

[cloud "test.example.org"]
URL = https://accounts.test.example.org/identity/v2.0
token =
[cloud plain]
url = https://plain.example.org
[file]
cli = pithos
`)
  expect(file).toMatchObject({
    defaultCloud: 'okeanos',
    caCerts: '/etc/ssl/certs/ca-certificates.crt',
    ignoreSsl: false,
  })
  expect(Object.fromEntries(file.clouds)).toEqual({
    okeanos: { url: 'https://accounts.okeanos.grnet.gr/identity/v2.0', token: 'AbC-_123==' },
    'test.example.org': { url: 'https://accounts.test.example.org/identity/v2.0', token: undefined },
    plain: { url: 'https://plain.example.org', token: undefined },
  })
})

it('takes the first of several tokens, and of a URL what stands before a space', () => {
  const file = parseKamakirc(`
[cloud "a"]
url = https://a.example.org # ours
token = ab#cd;ef gh
[cloud "b"]
url: https://b.example.org
token:
  first
  second
[cloud "c"]
url = https://c.example.org
  token = of-a-line-that-continues-the-url
`)
  expect(Object.fromEntries(file.clouds)).toEqual({
    a: { url: 'https://a.example.org', token: 'ab#cd;ef' },
    b: { url: 'https://b.example.org', token: 'first' },
    c: { url: 'https://c.example.org', token: undefined },
  })
})

it.each(['on', 'true', 'True', 'YES', '1'])('takes ignore_ssl = %s for yes', (value) => {
  expect(parseKamakirc(`[global]\nignore_ssl = ${value}\n`).ignoreSsl).toBe(true)
})

it.each(['off', 'false', 'no', '0', ''])('takes ignore_ssl = %s for no', (value) => {
  expect(parseKamakirc(`[global]\nignore_ssl = ${value}\n`).ignoreSsl).toBe(false)
})

it('finds nothing in an empty file', () => {
  expect(parseKamakirc('')).toEqual({
    defaultCloud: undefined,
    caCerts: undefined,
    ignoreSsl: false,
    clouds: new Map(),
  })
})

it('knows each cloud by its name, dots and all', () => {
  const name = fc
    .stringMatching(/^[A-Za-z0-9](?:[A-Za-z0-9 _.-]{0,10}[A-Za-z0-9])?$/)
    .filter((text) => !/\.\.|\. | \./.test(text))
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 4 }), (names) => {
      const text = names
        .map((each, i) => `[cloud "${each}"]\nurl = https://c${i}.example.org\ntoken = t${i}\n`)
        .join('\n')
      const { clouds } = parseKamakirc(text)
      expect([...clouds.keys()].sort()).toEqual([...names].sort())
      names.forEach((each, i) => {
        expect(clouds.get(each)).toEqual({ url: `https://c${i}.example.org`, token: `t${i}` })
      })
    }),
  )
})
