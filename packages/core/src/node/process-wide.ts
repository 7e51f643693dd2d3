import { InvalidArgumentError } from '../errors/client-errors.ts'
import { platform } from '../runtime/platform.ts'
import { requireBoolean, requireString } from '../validate/require.ts'
import { createDispatcher } from './node-fetch.ts'

// The imports above must come first: they load Node's own HTTP client before this one.

import { type Dispatcher, getGlobalDispatcher, setGlobalDispatcher } from 'undici'

let original: Dispatcher | undefined
let caFile: string | undefined
let ignoreCertificates = false

function apply(): void {
  if (!platform.isNode) {
    throw new InvalidArgumentError('This is available on Node only. Use createNodeFetch, or NODE_EXTRA_CA_CERTS', {
      parameter: 'file',
    })
  }
  const dispatcher = createDispatcher({ caFile, ...(ignoreCertificates ? { rejectUnauthorized: false } : {}) })
  original ??= getGlobalDispatcher()
  setGlobalDispatcher(caFile === undefined && !ignoreCertificates ? original : dispatcher)
}

/**
 * Makes every fetch in this process trust the CA certificates in a PEM file besides Node's own; undefined restores the default. For one
 * client only, use `createNodeFetch`.
 *
 * @throws {InvalidArgumentError} for a file that cannot be read or contains no certificates; the previous setting stays in effect.
 */
export function patchWithCerts(file: string | undefined): void {
  if (file !== undefined) requireString(file, 'file')
  const before = caFile
  caFile = file
  try {
    apply()
  } catch (error) {
    caFile = before
    throw error
  }
}

/** Makes every fetch in this process accept any certificate, which exposes tokens and data to anyone on the way. `false` restores the check. */
export function patchIgnoreSsl(ignore = true): void {
  requireBoolean(ignore, 'ignore')
  ignoreCertificates = ignore
  apply()
}

/** Process-wide settings. */
export interface Defaults {
  /** A PEM file of CA certificates to trust besides Node's own. Setting it calls {@link patchWithCerts}. */
  caCertsPath: string | undefined
}

/** Process-wide settings. */
export const defaults: Defaults = {
  get caCertsPath(): string | undefined {
    return caFile
  },
  set caCertsPath(file: string | undefined) {
    patchWithCerts(file)
  },
}
