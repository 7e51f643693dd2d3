import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { downloadFile, uploadFile } from '@kamaki/pithos/node'
import { treeOf } from '../paths.ts'
import type { CreateSide } from '../side.ts'
import { objectNames } from '../tree.ts'
import { setting } from './in-flight.ts'
import { openContainer } from './pithos.ts'

/** The files of a tree, one after the other. */
export const upload: CreateSide = async (input) => {
  const { container, close } = openContainer(input)
  const names = objectNames(setting(input.settings, 'files'))
  return {
    async prepare() {
      await container.create()
    },
    async run() {
      for (const name of names) await uploadFile(container.object(name), `${treeOf(input.folder)}/${name}`)
      return undefined
    },
    close,
  }
}

/** The same the other way, to an empty directory. */
export const download: CreateSide = async (input) => {
  const { container, close } = openContainer(input)
  const names = objectNames(setting(input.settings, 'files'))
  const target = `${input.folder}/down`
  return {
    async prepare() {
      await rm(target, { recursive: true, force: true })
      for (const folder of new Set(names.map((name) => dirname(name)))) {
        await mkdir(`${target}/${folder}`, { recursive: true })
      }
    },
    async run() {
      for (const name of names) await downloadFile(container.object(name), `${target}/${name}`)
      return undefined
    },
    close,
  }
}
