import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as tls from 'node:tls'
import { InvalidArgumentError } from '../errors/client-errors.ts'
import { formatValue, rejectArgument } from '../validate/invalid-argument.ts'
import { requireBoolean, requireKnownFields, requireString } from '../validate/require.ts'

/** Options for certificates. */
export interface TlsOptions {
  /** CA certificates to trust besides Node's own, as PEM. */
  readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[] | undefined
  /** A PEM file of CA certificates to trust, in addition to `ca`. */
  readonly caFile?: string | undefined
  /** The client certificate, as PEM. */
  readonly cert?: string | Uint8Array | undefined
  /** The key of the client certificate, as PEM. */
  readonly key?: string | Uint8Array | undefined
  /** `false` accepts any certificate, which allows anyone on the way to read and change everything. Default true. */
  readonly rejectUnauthorized?: boolean | undefined
}

/** Options for connections. */
export interface NodeFetchOptions extends TlsOptions {
  /** Most connections to one origin at a time. Default: as many as there are requests. */
  readonly connections?: number | undefined
  /** The proxy's URL, with user name and password if required; `'env'` to use HTTP_PROXY, HTTPS_PROXY and NO_PROXY. Default: none. */
  readonly proxy?: string | URL | undefined
}

const known = ['ca', 'caFile', 'cert', 'key', 'rejectUnauthorized', 'connections', 'proxy']

/** @throws {InvalidArgumentError} for options of another type, and unknown ones, which would be ignored. */
export function checkConnectionOptions(options: NodeFetchOptions): void {
  const { ca, caFile, cert, key, rejectUnauthorized, proxy } = requireKnownFields(options, known, '')
  if (ca !== undefined) for (const pem of Array.isArray(ca) ? ca : [ca]) checkPem(pem, 'ca')
  if (caFile !== undefined) requireString(caFile, 'caFile')
  if (cert !== undefined) checkPem(cert, 'cert')
  if (key !== undefined) checkPem(key, 'key')
  if (rejectUnauthorized !== undefined) requireBoolean(rejectUnauthorized, 'rejectUnauthorized')
  if (proxy !== undefined && typeof proxy !== 'string' && !(proxy instanceof URL))
    rejectArgument('proxy', `must be a URL, or 'env'; got ${formatValue(proxy)}`)
}

function checkPem(pem: unknown, parameter: string): void {
  if (typeof pem !== 'string' && !(pem instanceof Uint8Array))
    rejectArgument(parameter, `must be PEM, as a string or bytes; got ${formatValue(pem)}`)
}

/** Options for a fetch that takes no dispatcher, and a function that closes its connections. */
export interface FetchSettings {
  readonly init: object
  close(): void
}

/** What undici passes to `tls.connect`. The context is created once: reading all root certificates takes longer than a handshake. */
export interface ConnectOptions {
  secureContext?: tls.SecureContext
  rejectUnauthorized?: boolean
}

export function connectOptions(options: TlsOptions): ConnectOptions {
  const ca = authorities(options)
  const { cert, key, rejectUnauthorized } = options
  if ((cert === undefined) !== (key === undefined)) {
    throw new InvalidArgumentError('A client certificate needs both cert and key', {
      parameter: cert === undefined ? 'cert' : 'key',
    })
  }
  const result: ConnectOptions = rejectUnauthorized === undefined ? {} : { rejectUnauthorized }
  if (ca.length === 0 && cert === undefined) return result
  try {
    const context = tls.createSecureContext({
      ...(ca.length === 0 ? {} : { ca: [...knownAuthorities(), ...ca] }),
      ...(cert === undefined || key === undefined ? {} : { cert: toBuffer(cert), key: toBuffer(key) }),
    })
    return { ...result, secureContext: context }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'unreadable'
    throw new InvalidArgumentError(`The certificates or the key are not valid: ${why}`, { parameter: 'ca' })
  }
}

/** The CA certificates in the options, checked. */
export function authorities({ ca, caFile }: TlsOptions): Buffer[] {
  const given = listOf(ca).map((pem) => checkCertificates(pem, 'ca'))
  return caFile === undefined ? given : [...given, readCertificates(caFile)]
}

const pemBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/** Node ignores certificates that it cannot read, so they are checked here. */
function checkCertificates(pem: string | Uint8Array, name: string): Buffer {
  const bytes = Buffer.from(typeof pem === 'string' ? new TextEncoder().encode(pem) : pem)
  const blocks = bytes.toString('latin1').match(pemBlock)
  if (blocks === null) {
    throw new InvalidArgumentError(`${name} contains no PEM certificates (-----BEGIN CERTIFICATE-----)`, {
      parameter: 'ca',
    })
  }
  for (const [index, block] of blocks.entries()) {
    try {
      new X509Certificate(block)
    } catch {
      throw new InvalidArgumentError(`Certificate ${index + 1} in ${name} is not valid`, { parameter: 'ca' })
    }
  }
  return bytes
}

/** The certificates in a PEM file, checked. */
function readCertificates(file: string): Buffer {
  let pem: Buffer
  try {
    pem = readFileSync(file)
  } catch (cause) {
    throw new InvalidArgumentError(`Cannot read CA certificates from ${file}`, { parameter: 'caFile' }, { cause })
  }
  return checkCertificates(pem, file)
}

/** Node's default CA certificates and those of NODE_EXTRA_CA_CERTS, which the option `ca` of `node:tls` replaces. */
function knownAuthorities(): (string | Buffer)[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => string[] }
  if (getCACertificates !== undefined) return getCACertificates('default')
  const extra = process.env['NODE_EXTRA_CA_CERTS']
  return [...tls.rootCertificates, ...(extra === undefined || extra === '' ? [] : extraCertificates(extra))]
}

/** Ignores a file that cannot be read: Node itself warns of it. */
function extraCertificates(file: string): Buffer[] {
  try {
    return [readCertificates(file)]
  } catch {
    return []
  }
}

function listOf(ca: TlsOptions['ca']): readonly (string | Uint8Array)[] {
  if (ca === undefined) return []
  return Array.isArray(ca) ? (ca as readonly (string | Uint8Array)[]) : [ca as string | Uint8Array]
}

function toBuffer(value: string | Uint8Array): string | Buffer {
  return typeof value === 'string' ? value : Buffer.from(value)
}

/** PEM as a string, for Bun and Deno. */
export function pemText(pem: string | Uint8Array): string {
  return typeof pem === 'string' ? pem : new TextDecoder().decode(pem)
}
