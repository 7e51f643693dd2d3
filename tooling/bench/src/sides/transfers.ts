import { rm } from 'node:fs/promises'
import { downloadFile, type uploadFile as Upload, uploadFile } from '@kamaki/pithos/node'
import { sourceOf } from '../paths.ts'
import type { CreateSide } from '../side.ts'
import { changeBlock } from '../source-file.ts'
import { openContainer } from './pithos.ts'

const sideOf =
  (
    dedupe: NonNullable<Parameters<typeof Upload>[2]>['dedupe'],
    prepareSource?: (path: string) => Promise<void>,
  ): CreateSide =>
  async (input) => {
    const { container, close } = openContainer(input)
    const source = sourceOf(input.folder)
    const { concurrency } = input.settings
    return {
      async prepare() {
        await container.create()
        await prepareSource?.(source)
      },
      async run() {
        const { transferred } = await uploadFile(container.object('object'), source, { dedupe, concurrency })
        return { sentMiB: transferred / 2 ** 20 }
      },
      close,
    }
  }

export const upload: CreateSide = sideOf('cloud')
export const uploadPrevious: CreateSide = sideOf('previous')
export const uploadChanged: CreateSide = sideOf('cloud', changeBlock)

export const download: CreateSide = async (input) => {
  const { container, close } = openContainer(input)
  const path = `${input.folder}/downloaded`
  const { concurrency } = input.settings
  return {
    prepare: () => rm(path, { force: true }),
    async run() {
      const { transferred } = await downloadFile(container.object('object'), path, { concurrency })
      return { receivedMiB: transferred / 2 ** 20 }
    },
    close,
  }
}
