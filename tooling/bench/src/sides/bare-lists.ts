import { Agent, request } from 'undici'
import { containerName } from '../paths.ts'
import type { CreateSide, SideInput } from '../side.ts'

type Send = (url: string, headers: Record<string, string>) => Promise<unknown>

/** Pages until one is empty, as the cloud decides how long a page is. */
async function pages({ target }: SideInput, send: Send): Promise<Record<string, number>> {
  const url = `${target.pithosUrl}/${target.uuid}/${containerName}?format=json`
  const headers = { 'X-Auth-Token': target.token, Accept: 'application/json' }
  let bytes = 0
  let marker = ''
  for (;;) {
    const page = (await send(`${url}&marker=${encodeURIComponent(marker)}`, headers)) as {
      name: string
      bytes: number
    }[]
    for (const one of page) bytes += one.bytes
    const last = page.at(-1)
    if (last === undefined) return { bytes }
    marker = last.name
  }
}

export const byFetch: CreateSide = async (input) => ({
  run: () => pages(input, async (url, headers) => (await fetch(url, { headers })).json()),
})

export const byUndici: CreateSide = async (input) => {
  const dispatcher = new Agent()
  return {
    run: () => pages(input, async (url, headers) => (await request(url, { headers, dispatcher })).body.json()),
    close: () => dispatcher.close(),
  }
}
