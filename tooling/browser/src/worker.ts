// In a Web Worker: runs the checks that it is told to.
import { runCheck } from './checks/index.ts'
import type { Place } from './cloud.ts'

interface Wish {
  readonly name: string
  readonly place: Place
}

const scope = globalThis as unknown as {
  onmessage: (event: { data: Wish }) => void
  postMessage(answer: { failure: string | undefined }): void
}

scope.onmessage = async ({ data: { name, place } }) => {
  try {
    await runCheck(name, place)
    scope.postMessage({ failure: undefined })
  } catch (error) {
    scope.postMessage({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}
