// npm run tarballs: the packages as npm would have them, in tarballs/, for whoever wants to install them before they are published.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { packAll } from './pack.mjs'
import { root, setUp } from './setup.mjs'

await setUp()
const folder = join(root, 'tarballs')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder)
for (const [name] of await packAll(folder)) console.log(`${name}: tarballs/${name.slice(1).replace('/', '-')}.tgz`)
