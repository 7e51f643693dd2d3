/** The user's credentials as a program would have them. */
interface Credentials {
  readonly authUrl: string
  readonly token: string
}

export interface Snippet {
  readonly id: 'shell' | 'kamakirc' | 'typescript' | 'curl'
  readonly title: string
  /** Where it belongs. */
  readonly hint: string
  readonly code: (credentials: Credentials) => string
}

export const SNIPPETS: readonly Snippet[] = [
  {
    id: 'shell',
    title: 'Shell',
    hint: 'loadCloud() of @kamaki/astakos/node reads these variables.',
    code: ({ authUrl, token }) =>
      `export KAMAKI_AUTH_URL=${shellString(authUrl)}\nexport KAMAKI_TOKEN=${shellString(token)}\n`,
  },
  {
    id: 'kamakirc',
    title: '.kamakirc',
    hint: 'In ~/.kamakirc, for the kamaki command and for loadCloud().',
    code: ({ authUrl, token }) =>
      `[global]\ndefault_cloud = emulator\n\n[cloud "emulator"]\nurl = ${authUrl}\ntoken = ${token}\n`,
  },
  {
    id: 'typescript',
    title: 'TypeScript',
    hint: 'npm install @kamaki/astakos @kamaki/pithos',
    code: ({ authUrl, token }) => `import { AstakosClient } from '@kamaki/astakos'
import { PithosClient } from '@kamaki/pithos'

const AUTHENTICATION_URL = ${jsString(authUrl)}
const TOKEN = ${jsString(token)}

const astakos = new AstakosClient(AUTHENTICATION_URL, TOKEN)
const pithos = await astakos.client(PithosClient)
console.log(await pithos.containers.list())
`,
  },
  {
    id: 'curl',
    title: 'curl',
    hint: 'The service catalog, with the URL of every service.',
    code: ({ authUrl, token }) =>
      `curl -s ${shellString(`${authUrl}/tokens`)} \\\n  -H 'Content-Type: application/json' \\\n  -d ${shellString(JSON.stringify({ auth: { token: { id: token } } }))}\n`,
  },
]

/** In single quotes, in which a shell changes nothing. */
function shellString(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`
}

function jsString(value: string): string {
  return `'${value.replace(/[\\']/g, '\\$&')}'`
}
