import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as tls from 'node:tls'
import { InvalidArgumentError } from '../errors/client-errors.ts'

/** What may be said about certificates. */
export interface TlsOptions {
  /** Certificates of authorities to accept besides those that Node knows, as PEM. */
  readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[] | undefined
  /** The same from a PEM file; both together count. */
  readonly caFile?: string | undefined
  /** Our own certificate for the server, as PEM. */
  readonly cert?: string | Uint8Array | undefined
  /** Its key, as PEM. */
  readonly key?: string | Uint8Array | undefined
  /** `false` accepts any certificate, and with it anybody in between. Default true. */
  readonly rejectUnauthorized?: boolean | undefined
}

/** How connections are made. */
export interface NodeFetchOptions extends TlsOptions {
  /** Connections to one origin at a time. Default: as many as there are requests. */
  readonly connections?: number | undefined
  /** A proxy, with user and password if it wants them; `'env'` to obey HTTP_PROXY, HTTPS_PROXY and NO_PROXY. Default: none. */
  readonly proxy?: string | URL | undefined
}

/** How a fetch is told of its connections where it takes no dispatcher, and what closes them. */
export interface FetchSettings {
  readonly init: object
  close(): void
}

/** What undici hands to `tls.connect`. The context is made once: to read all root certificates takes longer than a handshake. */
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
    throw new InvalidArgumentError(`The certificates or the key cannot be used: ${why}`, { parameter: 'ca' })
  }
}

/** The certificates of authorities that are given, checked. */
export function authorities({ ca, caFile }: TlsOptions): Buffer[] {
  const given = listOf(ca).map((pem) => checkCertificates(pem, 'ca'))
  return caFile === undefined ? given : [...given, readCertificates(caFile)]
}

const pemBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/** Node takes no notice of certificates that it cannot read: so they are looked at here. */
function checkCertificates(pem: string | Uint8Array, name: string): Buffer {
  const bytes = Buffer.from(typeof pem === 'string' ? new TextEncoder().encode(pem) : pem)
  const blocks = bytes.toString('latin1').match(pemBlock)
  if (blocks === null) {
    throw new InvalidArgumentError(`${name} holds no PEM certificates (-----BEGIN CERTIFICATE-----)`, {
      parameter: 'ca',
    })
  }
  for (const [index, block] of blocks.entries()) {
    try {
      new X509Certificate(block)
    } catch {
      throw new InvalidArgumentError(`Certificate ${index + 1} in ${name} cannot be read`, { parameter: 'ca' })
    }
  }
  return bytes
}

/** The certificates in a PEM file. */
export function readCertificates(file: string): Buffer {
  let pem: Buffer
  try {
    pem = readFileSync(file)
  } catch (cause) {
    throw new InvalidArgumentError(
      `The CA certificates cannot be read from ${file}`,
      { parameter: 'caFile' },
      { cause },
    )
  }
  return checkCertificates(pem, file)
}

/** Stating `ca` replaces what Node trusts by default: so that is stated too, with NODE_EXTRA_CA_CERTS. */
function knownAuthorities(): (string | Buffer)[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => string[] }
  if (getCACertificates !== undefined) return getCACertificates('default')
  const extra = process.env['NODE_EXTRA_CA_CERTS']
  return [...tls.rootCertificates, ...(extra === undefined || extra === '' ? [] : extraCertificates(extra))]
}

/** Node itself only warns of a file that it cannot read. */
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

/** PEM as a string, as Bun and Deno want it. */
export function pemText(pem: string | Uint8Array): string {
  return typeof pem === 'string' ? pem : new TextDecoder().decode(pem)
}
