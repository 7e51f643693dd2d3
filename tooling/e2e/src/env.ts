import { readFileSync } from 'node:fs'

/** Where a cloud is and who its users are; conformance/README.md describes the file. */
export interface CloudEnv {
  readonly authUrl: string
  readonly users: Readonly<Record<string, { readonly token: string; readonly uuid?: string; readonly email?: string }>>
  readonly vars?: Readonly<Record<string, string | number>>
  /** A CA bundle for a cloud with a certificate authority of its own. */
  readonly caFile?: string
}

/** Reads and checks an ENV file. */
export function readEnv(file: string): CloudEnv {
  const env = JSON.parse(readFileSync(file, 'utf8')) as CloudEnv
  if (typeof env.authUrl !== 'string') throw new Error(`${file} has no "authUrl"`)
  for (const name of ['alice', 'bob']) {
    if (typeof env.users?.[name]?.token !== 'string') throw new Error(`${file} has no token for the user "${name}"`)
  }
  return env
}
