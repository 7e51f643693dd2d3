import { InvalidArgumentError } from '../errors/client-errors.ts'
import { platform } from '../runtime/platform.ts'
import { createDispatcher } from './node-fetch.ts'

// The imports above have to come first: they load Node's own client before this one.

import { type Dispatcher, getGlobalDispatcher, setGlobalDispatcher } from 'undici'

let original: Dispatcher | undefined
let caFile: string | undefined
let ignoreCertificates = false

function apply(): void {
  if (!platform.isNode) {
    throw new InvalidArgumentError('This works on Node only: use createNodeFetch, or NODE_EXTRA_CA_CERTS', {
      parameter: 'file',
    })
  }
  const dispatcher = createDispatcher({ caFile, ...(ignoreCertificates ? { rejectUnauthorized: false } : {}) })
  original ??= getGlobalDispatcher()
  setGlobalDispatcher(caFile === undefined && !ignoreCertificates ? original : dispatcher)
}

/**
 * Makes every fetch of this process, whoever calls it, accept the authorities in a PEM file besides those that Node knows; undefined
 * takes that back. Where only one client should, use `createNodeFetch`.
 *
 * @throws {InvalidArgumentError} for a file that cannot be read or holds no certificates; nothing is changed then.
 */
export function patchWithCerts(file: string | undefined): void {
  const before = caFile
  caFile = file
  try {
    apply()
  } catch (error) {
    caFile = before
    throw error
  }
}

/** Makes every fetch of this process accept any certificate: tokens and data are open to anybody in between. `false` takes it back. */
export function patchIgnoreSsl(ignore = true): void {
  ignoreCertificates = ignore
  apply()
}

/** Settings of the whole process. */
export interface Defaults {
  /** The PEM file of authorities to accept besides those that Node knows. Setting it is {@link patchWithCerts}. */
  caCertsPath: string | undefined
}

/** Settings of the whole process. */
export const defaults: Defaults = {
  get caCertsPath(): string | undefined {
    return caFile
  },
  set caCertsPath(file: string | undefined) {
    patchWithCerts(file)
  },
}
