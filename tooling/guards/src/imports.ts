import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cruise, type ICruiseResult, type IDependency, type IModule } from 'dependency-cruiser'
import type { Finding, Guard } from './findings.ts'
import { placeOf, whyNot } from './floor-plan.ts'
import { CORE_DOORS, IMPORT_NONE, INTO_NODE } from './floors.ts'

/** Imports between packages, between the floors of each, and in circles. */
export const imports: Guard = {
  name: 'imports',
  advice: 'Move what both need to a lower floor, or pass it as an argument. The plan: tooling/guards/src/floors.ts.',
  async run(root) {
    const modules = await importsOf(root)
    const sources = modules.filter(({ source }) => SOURCE.test(source))
    return [
      ...sources.flatMap((module) => [
        ...homeless(module),
        ...module.dependencies.flatMap((to) => check(root, module.source, to)),
      ]),
      ...kyInOneFile(sources),
      ...modules.filter(({ dependencies }) => dependencies.some(({ circular }) => circular)).map(inCircle),
    ]
  },
}

const SOURCE = /^packages\/([^/]+)\/src\/(.+)$/

async function importsOf(root: string): Promise<readonly IModule[]> {
  const { output } = await cruise(
    ['packages', 'tooling'].filter((folder) => existsSync(join(root, folder))),
    {
      baseDir: root,
      tsPreCompilationDeps: true,
      exclude: { path: ['/(test|examples|dist|\\.tmp)/', '^(packages|tooling)/[^/]+/[^/]+\\.[cm]?[jt]s$'] },
      doNotFollow: { path: ['node_modules'] },
      validate: true,
      // It looks for circles only if a rule asks for them.
      ruleSet: { forbidden: [{ name: 'circle', severity: 'error', from: {}, to: { circular: true } }] },
    },
  )
  return (output as ICruiseResult).modules
}

function partsOf(source: string): { name: string; file: string } {
  const [, name = '', file = ''] = SOURCE.exec(source) ?? []
  return { name, file }
}

function homeless({ source }: IModule): Finding[] {
  const { name, file } = partsOf(source)
  if (placeOf(name, file)) return []
  return [{ key: source, message: `${source} is on no floor of ${name}` }]
}

function check(root: string, source: string, { module, resolved, coreModule }: IDependency): Finding[] {
  const { name, file } = partsOf(source)
  const problem = SOURCE.test(resolved)
    ? between(name, file, partsOf(resolved))
    : coreModule
      ? ofNode(file)
      : outside(root, name, module)
  return problem ? [{ key: `${source} > ${module}`, message: `${source} imports ${module}: ${problem}` }] : []
}

function between(name: string, file: string, target: { name: string; file: string }): string | undefined {
  if (target.name !== name) return `a package imports another by its name`
  const [from, to] = [placeOf(name, file), placeOf(name, target.file)]
  if (!from || !to) return undefined
  if (INTO_NODE[name] === file && target.file.startsWith('node/')) return undefined
  return whyNot(from, to)
}

function ofNode(file: string): string | undefined {
  return file.startsWith('node/') ? undefined : 'modules of Node are for node/ alone'
}

function outside(root: string, name: string, module: string): string | undefined {
  const [scope = '', rest] = module.split('/')
  const packageName = scope.startsWith('@') ? `${scope}/${rest}` : scope
  if (scope === '@kamaki') {
    if (IMPORT_NONE.includes(name)) return `${name} imports no other package`
    if (packageName !== '@kamaki/core') return 'services do not import each other, nor the emulator'
    if (!CORE_DOORS.includes(module)) return `it is not a door of core; its doors are ${CORE_DOORS.join(', ')}`
  }
  const {
    dependencies = {},
    peerDependencies = {},
    inlinedDependencies = [],
  } = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'))
  // What its build puts into its own files is installed for nobody else.
  return Object.hasOwn({ ...dependencies, ...peerDependencies }, packageName) ||
    inlinedDependencies.includes(packageName)
    ? undefined
    : `${packageName} is not in "dependencies" of package.json`
}

function kyInOneFile(modules: readonly IModule[]): Finding[] {
  const users = modules.filter(({ dependencies }) => dependencies.some(({ module }) => /^ky(\/|$)/.test(module)))
  const [only, ...others] = users.map(({ source }) => source)
  if (only === undefined || (others.length === 0 && only.startsWith('packages/core/'))) return []
  return [only, ...others].map((source) => ({
    key: `${source} > ky (one file)`,
    message: `${source} imports ky, which is for one file of core`,
  }))
}

function inCircle({ source, dependencies }: IModule): Finding {
  const { cycle = [] } = dependencies.find(({ circular }) => circular) ?? {}
  const around = [source, ...cycle.map(({ name }) => name)].join(' > ')
  return { key: `${source} (circle)`, message: `${source} imports itself: ${around}` }
}
