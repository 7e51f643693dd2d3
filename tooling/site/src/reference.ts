import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Application, LogLevel } from 'typedoc'
import type { PluginOptions } from 'typedoc-plugin-markdown'
import { pages, root } from './folders.ts'

/** The entries of a package, as files below its folder. */
const ENTRIES = ['src/index.ts', 'src/toolkit.ts', 'src/node/index.ts', 'src/vitest/index.ts']

/** Writes the reference of every public name to `api/` of the pages. Whatever TypeDoc warns of is an error. */
export async function writeReference(): Promise<void> {
  const packages = readdirSync(join(root, 'packages'))
  const markdown: Partial<PluginOptions> = {
    entryFileName: 'index',
    hidePageHeader: true,
    hideBreadcrumbs: true,
    membersWithOwnFile: ['Class'],
    useCodeBlocks: true,
    expandObjects: false,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    typeAliasPropertiesFormat: 'table',
    typeDeclarationFormat: 'table',
    enumMembersFormat: 'table',
    sanitizeComments: true,
  }
  const app = await Application.bootstrapWithPlugins({
    plugin: ['typedoc-plugin-markdown'],
    entryPoints: packages
      .flatMap((name) => ENTRIES.map((entry) => join(root, 'packages', name, entry)))
      .filter(existsSync),
    tsconfig: join(root, 'tooling/presets/tsconfig.json'),
    basePath: root,
    out: join(pages, 'api'),
    name: 'Reference',
    readme: 'none',
    router: 'member',
    excludePrivate: true,
    excludeProtected: true,
    excludeInternal: true,
    excludeExternals: true,
    disableSources: true,
    disableGit: true,
    logLevel: LogLevel.Warn,
    treatWarningsAsErrors: true,
    ...markdown,
  } as Parameters<typeof Application.bootstrapWithPlugins>[0])
  const project = await app.convert()
  if (project === undefined) throw new Error('TypeDoc cannot read the packages; its messages above say why')
  // As they are imported: `packages/core/src/node` is `@kamaki/core/node`.
  for (const entry of project.children ?? []) entry.name = entry.name.replace(/^packages\/(\w+)\/src/, '@kamaki/$1')
  await app.generateOutputs(project)
  if (app.logger.hasWarnings() || app.logger.hasErrors()) throw new Error('TypeDoc warns of the above')
}
