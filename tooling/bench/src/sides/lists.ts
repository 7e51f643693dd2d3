import type { CreateSide } from '../side.ts'
import { openContainer } from './pithos.ts'

/** All objects, one after the other. */
export const iterate: CreateSide = async (input) => {
  const { container, close } = openContainer(input)
  return {
    async run() {
      let bytes = 0
      for await (const { bytes: one } of container.objects.list()) bytes += one ?? 0
      return { bytes }
    },
    close,
  }
}
