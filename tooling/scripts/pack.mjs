import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { must, root } from './setup.mjs'

/** Packs each package of the built workspace into a folder. Returns tarballs and entries by name. */
export async function packAll(folder) {
  const tarballs = new Map()
  for (const name of readdirSync(join(root, 'packages'))) {
    const cwd = join(root, 'packages', name)
    const { exports, peerDependencies = {} } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'))
    // Entries for what is installed beside the package: vitest, @opentelemetry/api.
    const hosts = Object.keys(peerDependencies).map((peer) => peer.replace(/^@|\/.*$/g, ''))
    const out = join(folder, `kamaki-${name}.tgz`)
    await must('pnpm', ['pack', '--out', out], { cwd, quiet: true })
    // What works only within another program (`./vitest`) is checked where that program runs.
    const entries = Object.keys(exports).filter((entry) => !entry.endsWith('.json') && !hosts.includes(entry.slice(2)))
    tarballs.set(`@kamaki/${name}`, { out, entries: entries.map((entry) => `@kamaki/${name}${entry.slice(1)}`) })
  }
  return tarballs
}
