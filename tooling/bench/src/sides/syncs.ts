import { mkdir, rm } from 'node:fs/promises'
import { syncDown, syncUp } from '@kamaki/pithos/node'
import { treeOf } from '../paths.ts'
import type { CreateSide } from '../side.ts'
import { openContainer } from './pithos.ts'

/** All files are new: to the cloud, and to the state that a sync keeps. */
export const up: CreateSide = async (input) => {
  const { container, close } = openContainer(input)
  return {
    async prepare() {
      await rm(`${input.folder}/cache`, { recursive: true, force: true })
      await container.create()
    },
    async run() {
      const { transferred } = await syncUp(treeOf(input.folder), container)
      return { bytes: transferred }
    },
    close,
  }
}

/** To an empty directory. */
export const down: CreateSide = async (input) => {
  const { container, close } = openContainer(input)
  const target = `${input.folder}/down`
  return {
    async prepare() {
      await rm(`${input.folder}/cache`, { recursive: true, force: true })
      await rm(target, { recursive: true, force: true })
      await mkdir(target)
    },
    async run() {
      const { transferred } = await syncDown(container, target)
      return { bytes: transferred }
    },
    close,
  }
}

/** Nothing has changed since the run before. */
export const again: CreateSide = async (input) => {
  const { container, close } = openContainer(input)
  return {
    async run() {
      const { unchanged, hashed } = await syncUp(treeOf(input.folder), container)
      return { unchanged, hashed }
    },
    close,
  }
}
