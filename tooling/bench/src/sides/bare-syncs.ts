// What a sync does, as a user would write it for one directory: as many requests in flight, files flushed as it flushes them.
import { lstatSync, readdirSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { containerName, treeOf } from '../paths.ts'
import type { CreateSide } from '../side.ts'
import { octets, openBare, type Send } from './bare-cloud.ts'
import { repeat, setting } from './in-flight.ts'

/** The paths of all files, with their sizes. */
function scan(folder: string): Map<string, number> {
  const files = new Map<string, number>()
  for (const directory of readdirSync(folder)) {
    for (const name of readdirSync(`${folder}/${directory}`)) {
      const path = `${directory}/${name}`
      files.set(path, lstatSync(`${folder}/${path}`).size)
    }
  }
  return files
}

/** All objects of the container, with their sizes. */
async function list(send: Send): Promise<Map<string, number>> {
  const objects = new Map<string, number>()
  let marker = ''
  for (;;) {
    const body = await send('GET', `${containerName}?format=json&marker=${encodeURIComponent(marker)}`)
    const page = (await body.json()) as { name: string; bytes: number }[]
    for (const { name, bytes } of page) objects.set(name, bytes)
    const last = page.at(-1)
    if (last === undefined) return objects
    marker = last.name
  }
}

/** A PUT for each file. */
export const up: CreateSide = async (input) => {
  const { send, close } = openBare(input)
  const folder = treeOf(input.folder)
  return {
    prepare: async () => (await send('PUT', containerName)).dump(),
    async run() {
      const paths = [...scan(folder).keys()]
      await repeat(paths.length, setting(input.settings, 'inFlight'), async (index) => {
        const path = paths[index] ?? ''
        const body = await readFile(`${folder}/${path}`)
        await (await send('PUT', `${containerName}/${path}`, { headers: octets, body })).dump()
      })
      return undefined
    },
    close,
  }
}

/** A GET for each object, to a file that is flushed and then takes its name, then a flush of each directory. */
export const down: CreateSide = async (input) => {
  const { send, close } = openBare(input)
  const folder = `${input.folder}/fetched`
  return {
    prepare: () => rm(folder, { recursive: true, force: true }),
    async run() {
      const names = [...(await list(send)).keys()]
      const directories = [...new Set(names.map((name) => dirname(`${folder}/${name}`)))]
      for (const directory of directories) await mkdir(directory, { recursive: true })
      await repeat(names.length, setting(input.settings, 'inFlight'), async (index) => {
        const name = names[index] ?? ''
        const body = await send('GET', `${containerName}/${name}`)
        const path = `${folder}/${name}`
        await write(`${path}.part`, new Uint8Array(await body.arrayBuffer()))
        await rename(`${path}.part`, path)
      })
      for (const directory of directories) {
        await using handle = await open(directory)
        await handle.sync()
      }
      return undefined
    },
    close,
  }
}

async function write(path: string, content: Uint8Array): Promise<void> {
  await using handle = await open(path, 'wx')
  await handle.write(content)
  await handle.sync()
}

/** A list of the objects beside one of the files, compared by their sizes. */
export const again: CreateSide = async (input) => {
  const { send, close } = openBare(input)
  return {
    async run() {
      const objects = await list(send)
      let unchanged = 0
      for (const [path, bytes] of scan(treeOf(input.folder))) if (objects.get(path) === bytes) unchanged++
      return { unchanged }
    },
    close,
  }
}
