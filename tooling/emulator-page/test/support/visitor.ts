import { createEmulator, type Emulator, type EmulatorOptions } from '@kamaki/emulator'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'

/** A visitor of an emulator's page. */
export interface Visitor {
  readonly emulator: Emulator
  readonly origin: string
  readonly page: Page
}

/** A visitor, and what their browser noticed. */
interface Watched extends Visitor {
  readonly complaints: string[]
  readonly hosts: Set<string>
}

interface VisitOptions extends EmulatorOptions {
  readonly context?: BrowserContextOptions
  /** Responses with an error status, and connections that break, are what the test is about. */
  readonly faultsExpected?: boolean
  readonly https?: boolean
  /** What is in the cloud before the page is opened. */
  readonly prepare?: (emulator: Emulator) => Promise<unknown>
}

let browser: Browser
const visitors: Watched[] = []

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--no-proxy-server'],
  })
})

afterAll(() => browser.close())

// Whatever a test is about, the page logs no error and talks to nobody else.
afterEach(async () => {
  for (const { emulator, origin, page, complaints, hosts } of visitors.splice(0)) {
    await page.context().close()
    await emulator.close()
    expect(complaints).toEqual([])
    const { port } = new URL(origin)
    expect([...hosts].filter((host) => host !== `127.0.0.1:${port}` && host !== `localhost:${port}`)).toEqual([])
  }
})

/** Chromium logs each response with an error status. With this one Pithos names the blocks that it lacks. */
const USUAL = /the server responded with a status of 409/
/** What else it logs when faults were asked for. */
const OF_FAULTS = /the server responded with a status of \d+|net::ERR_|blocked by CORS policy/

/** A new cloud, and somebody who opens its page. */
export async function visit(
  path = '/',
  { context = {}, faultsExpected = false, https = false, prepare, ...options }: VisitOptions = {},
): Promise<Visitor> {
  const emulator = createEmulator(options)
  const { origin } = await emulator.listen({ https })
  await prepare?.(emulator)
  const opened = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    ignoreHTTPSErrors: https,
    permissions: ['clipboard-read', 'clipboard-write'],
    ...context,
  })
  const page = await opened.newPage()
  page.setDefaultTimeout(30_000)
  const complaints: string[] = []
  const hosts = new Set<string>()
  const expected = faultsExpected ? OF_FAULTS : USUAL
  page.on('console', (message) => {
    const isComplaint = message.type() === 'error' || message.type() === 'warning'
    if (isComplaint && !expected.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => {
    if (!/^(blob|data):/.test(request.url())) hosts.add(new URL(request.url()).host)
  })
  const visitor = { emulator, origin, page, complaints, hosts }
  visitors.push(visitor)
  await page.goto(origin + path)
  return visitor
}
