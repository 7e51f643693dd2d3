import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execute } from './execute.ts'
import { type Package, root } from './packages.ts'
import type { Registry } from './registry.ts'

/** Publishes the packages to the registry, after a dry run of each. @param folder where an `.npmrc` may be written */
export async function publishAll(registry: Registry, folder: string, packages: readonly Package[]): Promise<void> {
  const npmrc = join(folder, 'npmrc')
  writeFileSync(npmrc, registry.npmrc)
  for (const { name, folder: own } of packages) {
    const args = ['publish', '--no-git-checks', '--registry', registry.url]
    const env = { npm_config_userconfig: npmrc }
    await execute('pnpm', [...args, '--dry-run'], join(root, own), env)
    await execute('pnpm', args, join(root, own), env)
    console.log(`${name}: published to the local registry`)
  }
}
