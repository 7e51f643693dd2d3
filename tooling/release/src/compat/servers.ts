import { type Case, CLIENTS, call, expectGreeting, GREETING, type Outcome, PROGRAM } from './case.ts'

const VITE = 'vite'
const NEXT = 'next'

/** Frameworks that render pages on the server. */
export const serversCase: Case = {
  title: 'Rendering on the server',
  async run(around) {
    const outcomes: Outcome[] = []
    const ssr = around.consumer()
    await ssr.install(...CLIENTS, VITE)
    ssr.write('src/program.js', PROGRAM)
    ssr.write('src/entry.js', `import { useCloud } from './program.js'\n${call(around)}`)
    await ssr.run(VITE, ['build', '--ssr', 'src/entry.js', '--logLevel', 'warn'])
    expectGreeting(await ssr.run(process.execPath, ['dist/entry.js']), 'What Vite built for the server')
    outcomes.push({ title: `Vite ${ssr.versionOf(VITE)}`, note: '`vite build --ssr`' })

    const app = around.consumer()
    await app.install(...CLIENTS, NEXT, 'react', 'react-dom')
    app.write('app/program.js', PROGRAM)
    app.write('app/layout.js', LAYOUT)
    app.write('app/page.js', page(around.authUrl, around.token))
    app.write('app/browser.js', BROWSER)
    await app.run(NEXT, ['build'], { env: { NEXT_TELEMETRY_DISABLED: '1' } })
    const { found, stop } = await app.serve(NEXT, ['start', '--port', '0'], /(http:\/\/localhost:\d+)/)
    try {
      const html = await (await fetch(found)).text()
      const shown = /<pre>([^<]*)<\/pre>/.exec(html)?.[1] ?? html
      if (!GREETING.test(shown)) throw new Error(`The page of Next.js shows ${shown}`)
    } finally {
      stop()
    }
    outcomes.push({
      title: `Next.js ${app.versionOf(NEXT)}`,
      note: 'a server component that calls the cloud, a client component with a client',
    })
    return outcomes
  },
}

const LAYOUT = `export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>
}
`

const page = (authUrl: string, token: string): string => `import { Browser } from './browser.js'
import { useCloud } from './program.js'

export const dynamic = 'force-dynamic'

export default async function Page() {
  return <main><pre>{await useCloud(${JSON.stringify(authUrl)}, ${JSON.stringify(token)})}</pre><Browser /></main>
}
`

const BROWSER = `'use client'
import { PithosClient } from '@kamaki/pithos'
import { useState } from 'react'

export function Browser() {
  const [names, setNames] = useState([])
  const list = async () => {
    const pithos = new PithosClient('https://example.org/object-store/v1', 'a-token', { account: 'an-account' })
    setNames((await pithos.containers.list()).map(({ name }) => name))
  }
  return <button onClick={list}>{names.length}</button>
}
`
