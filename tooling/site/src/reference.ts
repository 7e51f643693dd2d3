import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Application, LogLevel } from 'typedoc'
import type { PluginOptions } from 'typedoc-plugin-markdown'
import { pages, root } from './folders.ts'

/** The sources of what users import of a package, as its package.json has it. */
function entriesOf(name: string): string[] {
  const folder = join(root, 'packages', name)
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { exports: object }
  return Object.keys(exports)
    .filter((entry) => !entry.endsWith('.json'))
    .flatMap((entry) => [join(folder, 'src', `${entry}.ts`), join(folder, 'src', entry, 'index.ts')].filter(existsSync))
}

/** Writes the reference of every public name to `api/` of the pages. Whatever TypeDoc warns of is an error. */
export async function writeReference(): Promise<void> {
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
    entryPoints: readdirSync(join(root, 'packages')).flatMap(entriesOf),
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
  for (const entry of project.children ?? [])
    entry.name = entry.name.replace(/^packages\/(\w+)\/src(?:\/index)?/, '@kamaki/$1')
  await app.generateOutputs(project)
  if (app.logger.hasWarnings() || app.logger.hasErrors()) throw new Error('TypeDoc warns of the above')
}
