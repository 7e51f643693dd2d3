import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright'
import { onTestFinished } from 'vitest'
import { site } from '../../src/folders.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
}

/** The site on a plain file server, and a browser that reaches nothing else. */
export interface Visit {
  readonly page: Page
  readonly origin: string
  /** Errors on pages, files that are missing, and requests to other hosts. */
  readonly problems: readonly string[]
}

export async function visit(colorScheme: 'light' | 'dark' = 'light'): Promise<Visit> {
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://site')
    const file = join(site, decodeURIComponent(pathname.endsWith('/') ? `${pathname}index.html` : pathname))
    response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream')
    createReadStream(file)
      .on('error', () => response.writeHead(404).end())
      .pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const browser: Browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--no-proxy-server'],
  })
  onTestFinished(async () => {
    await browser.close()
    server.closeAllConnections()
    server.close()
  })
  const page = await browser.newPage({ colorScheme })
  const problems: string[] = []
  page.on('pageerror', ({ message }) => problems.push(message))
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  await page.route(
    (url) => url.origin !== origin,
    (route) => {
      problems.push(`asks another host: ${route.request().url()}`)
      return route.abort()
    },
  )
  return { page, origin, problems }
}
