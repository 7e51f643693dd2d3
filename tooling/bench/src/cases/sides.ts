import type { Comparison } from '../compare.ts'

/** The SDK, and one request of all the content. */
export const upSides: Comparison['sides'] = {
  kamaki: { module: 'transfers', side: 'upload' },
  PUT: { module: 'bare-transfers', side: 'put' },
}

/** The SDK, and one request of all the content, to a file. */
export const downSides: Comparison['sides'] = {
  kamaki: { module: 'transfers', side: 'download' },
  GET: { module: 'bare-transfers', side: 'get' },
}
