import { readFile } from 'node:fs/promises'
import type { Call } from '../http/request.ts'
import { HttpResponse } from '../http/response.ts'

/** The build copies the page there; this file is as deep in `src` as in `dist`. */
const FOLDER = new URL('../../dist/page/', import.meta.url)
const PREFIX = '/_emulator/page/'

const TYPES: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
}

const HEADERS: Readonly<Record<string, string>> = {
  // Nothing but what comes with the page runs in it, and it talks to nobody but the emulator that served it.
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  'Cache-Control': 'no-cache',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

/**
 * The web page of the emulator: `/` for a browser, and the files that it loads. Undefined for any other call, and where the page was
 * not built: programs get at `/` what a real cloud responds with.
 */
export async function pageResponse(call: Call): Promise<HttpResponse | undefined> {
  const name = fileOf(call)
  const type = name === undefined ? undefined : TYPES[name]
  if (name === undefined || type === undefined) return undefined
  const bytes = await readFile(new URL(name, FOLDER)).catch(() => undefined)
  if (!bytes) return undefined
  const response = new HttpResponse(200, bytes, { ...HEADERS, 'Content-Type': type })
  response.bare = true
  return response
}

function fileOf({ method, rawPath, headers }: Call): string | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined
  if (rawPath === '/') return headers.get('accept')?.includes('text/html') ? 'index.html' : undefined
  const name = rawPath.startsWith(PREFIX) ? rawPath.slice(PREFIX.length) : ''
  return Object.hasOwn(TYPES, name) ? name : undefined
}
