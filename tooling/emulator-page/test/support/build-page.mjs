import { fileURLToPath } from 'node:url'
import { buildPage } from '../../build.mjs'

/** Puts the page, as its sources are now, where the emulator looks for it and `pnpm build` puts it. */
export async function setup() {
  const served = fileURLToPath(new URL('../../../../packages/emulator/dist/page', import.meta.url))
  await buildPage(served, { fromSources: true })
}
