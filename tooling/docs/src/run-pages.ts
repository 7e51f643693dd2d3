import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { createEmulator } from '@kamaki/emulator'
import { type Outcome, programs } from '@kamaki-tooling/testing'
import { programOf } from './snippets.ts'

const base = new URL('../.tmp/', import.meta.url)

/**
 * Runs the code of each page as one program, all side by side, each on an emulator of its own whose user alice it is. They are in one folder
 * with the files that the pages speak of: a certificate authority, a `.kamakirc` with the cloud "okeanos", some content.
 *
 * @param pages Markdown by name.
 * @returns how each ended, in the same order.
 */
export async function runPages(pages: ReadonlyMap<string, string>): Promise<Map<string, Outcome>> {
  const folder = new URL(`pages-${process.pid}/`, base)
  mkdirSync(new URL('site/img', folder), { recursive: true })
  const clouds = [...pages.keys()].map(() => createEmulator({ transitionMs: 50 }))
  const authority = createEmulator()
  try {
    const { ca = '' } = await authority.listen({ https: true })
    writeFileSync(new URL('cloud-ca.pem', folder), ca)
    writeFileSync(new URL('tsconfig.json', folder), '{ "extends": "../../tsconfig.json" }')
    for (const [name, text] of Object.entries(FILES)) writeFileSync(new URL(name, folder), text)
    const list = [...pages].map(async ([page, markdown], index) => {
      const file = `${page.replaceAll(/\W/g, '-')}.ts`
      writeFileSync(new URL(file, folder), programOf(markdown))
      const cloud = clouds[index]
      await cloud?.listen()
      const { authUrl = '', users } = cloud?.env() ?? {}
      const token = users?.alice.token ?? ''
      const config = new URL(`${file}.kamakirc`, folder)
      writeFileSync(config, kamakirc(authUrl, { okeanos: token, other: users?.bob.token ?? '' }))
      return {
        file,
        timeoutMs: 60_000,
        env: {
          KAMAKI_AUTH_URL: authUrl,
          KAMAKI_TOKEN: token,
          KAMAKI_CONFIG: config.pathname,
          XDG_CACHE_HOME: new URL('cache', folder).pathname,
        },
      }
    })
    const outcomes = await programs(pathToFileURL(folder.pathname), await Promise.all(list))
    return new Map([...pages.keys()].map((page, index) => [page, outcomes[index] as Outcome]))
  } finally {
    await Promise.all([...clouds, authority].map((cloud) => cloud.close()))
    rmSync(folder, { recursive: true, force: true })
  }
}

const FILES = {
  'db.dump': 'all the tables',
  'token.txt': 'a token\n',
  'debian.diskdump': 'A disk image would be here.',
  'site/index.html': '<h1>The sea</h1>',
  'site/img/sea.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
}

function kamakirc(authUrl: string, tokens: Readonly<Record<string, string>>): string {
  const clouds = Object.entries(tokens).map(
    ([name, token]) => `[cloud "${name}"]\nurl = ${authUrl}\ntoken = ${token}\n`,
  )
  return `[global]\ndefault_cloud = okeanos\n${clouds.join('')}`
}
