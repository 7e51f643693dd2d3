import type { ControlAccess } from '../server/control/guard.ts'
import type { Environment } from '../server/environment.ts'
import type { Listener } from '../server/options.ts'

/** What the command says once the cloud listens: where it is, and lines for the shell with which programs find it. */
export function greeting({
  env: { authUrl, users },
  listener: { origin },
  caFile,
  control,
}: {
  env: Environment
  listener: Listener
  caFile: string | undefined
  control: ControlAccess
}): string {
  const variables = {
    KAMAKI_AUTH_URL: authUrl,
    KAMAKI_TOKEN: users.alice.token,
    ...(caFile === undefined ? {} : { KAMAKI_CA_CERTS: caFile }),
  }
  const assignments = Object.entries(variables).map(([name, value]) => `${name}=${shellWord(value)}`)
  const others = (['bob', 'carol', 'admin'] as const).map((name) => `  ${name.padEnd(6)} ${users[name].token}`)
  return [
    `A Synnefo cloud is at ${authUrl}`,
    ...(control === 'off' ? [] : [`Its page for browsers: ${origin}/`]),
    '',
    'To use it as alice:',
    `  export ${assignments.join(' ')}`,
    'Tokens of others:',
    ...others,
    ...(caFile === undefined ? [] : ['', ...trust(caFile, authUrl)]),
    '',
    '',
  ].join('\n')
}

/** How programs come to trust a certificate that nobody knows. */
function trust(caFile: string, authUrl: string): string[] {
  const file = shellWord(caFile)
  return [
    'Its certificate was made for it. What has to trust it needs this authority:',
    `  curl       curl --cacert ${file} ${authUrl}`,
    `  Node       export NODE_EXTRA_CA_CERTS=${file}`,
    `  .kamakirc  ca_certs = ${caFile}`,
  ]
}

function shellWord(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`
}
