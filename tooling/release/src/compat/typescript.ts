import type { Case, Outcome } from './case.ts'
import { CLIENTS, TYPED_PROGRAM } from './case.ts'
import type { Consumer } from './consumer.ts'

/** Versions tried; the older ones are said not to work, and have to fail. */
const TOO_OLD = ['5.4', '5.6']
const SUPPORTED = ['5.7', '5.8', '5.9', '6.0', '7.0']
const RESOLUTIONS = [
  { moduleResolution: 'bundler', module: 'esnext' },
  { moduleResolution: 'node16', module: 'node16' },
  { moduleResolution: 'nodenext', module: 'nodenext' },
]

/** The compiler of a version that was installed beside others. */
const compilerOf = (version: string): string => `node_modules/typescript-${version}/bin/tsc`

const aliasOf = (version: string): string => `typescript-${version}@npm:typescript@${version}`

/** A project file for each way to resolve modules. */
function configure(consumer: Consumer, files: readonly string[]): void {
  for (const resolution of RESOLUTIONS) {
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
      skipLibCheck: false,
      target: 'es2022',
      lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
      types: ['node'],
      ...resolution,
    }
    consumer.write(`tsconfig.${resolution.moduleResolution}.json`, JSON.stringify({ compilerOptions, files }))
  }
}

const compile = (version: string, resolution: string): string[] => [
  compilerOf(version),
  '-p',
  `tsconfig.${resolution}.json`,
]

/** Every entry, library checks included, and a program. */
export const typescriptCase: Case = {
  title: 'TypeScript',
  async run({ consumer: create, packages, entries, hostedEntries }) {
    const consumer = create()
    await consumer.install(
      ...packages,
      '@types/node@20',
      'vitest',
      '@opentelemetry/api',
      ...[...TOO_OLD, ...SUPPORTED].map(aliasOf),
    )
    consumer.write(
      'entries.ts',
      [...entries, ...hostedEntries].map((entry, index) => `export * as e${index} from '${entry}'\n`).join(''),
    )
    consumer.write('program.ts', TYPED_PROGRAM)
    configure(consumer, ['entries.ts', 'program.ts'])
    const outcomes: Outcome[] = []
    for (const version of SUPPORTED) {
      for (const { moduleResolution } of RESOLUTIONS) {
        await consumer.run(process.execPath, compile(version, moduleResolution))
      }
      const title = `TypeScript ${consumer.versionOf(`typescript-${version}`)}`
      const ways = RESOLUTIONS.map(({ moduleResolution }) => `\`${moduleResolution}\``).join(', ')
      outcomes.push({ title, note: `\`moduleResolution\`: ${ways}; \`strict\`, \`skipLibCheck: false\`` })
    }
    for (const version of TOO_OLD) {
      const output = await consumer.failing(process.execPath, compile(version, 'nodenext'))
      const cause = /error TS\d+: [^\n]*/.exec(output)?.[0] ?? ''
      if (cause === '') throw new Error(`TypeScript ${version} fails for another reason:\n${output}`)
      const title = `TypeScript ${consumer.versionOf(`typescript-${version}`)}`
      outcomes.push({ title, note: `does not work: \`${cause.replaceAll('`', "'")}\`` })
    }
    return outcomes
  },
}

/** A project whose files are CommonJS: TypeScript allows the import of ES modules where Node does, or explains itself with TS1479. */
export const commonjsCase: Case = {
  title: 'CommonJS',
  async run({ consumer: create, authUrl, token }) {
    const consumer = create({ type: 'commonjs' })
    await consumer.install(...CLIENTS, '@types/node@20', ...SUPPORTED.map(aliasOf))
    consumer.write('static.ts', TYPED_PROGRAM)
    configure(consumer, ['static.ts'])
    const outcomes: Outcome[] = []
    const allowed: string[] = []
    for (const version of SUPPORTED) {
      if (version === '5.7') {
        const output = await consumer.failing(process.execPath, compile(version, 'nodenext'))
        if (!output.includes('TS1479')) throw new Error(`TypeScript ${version} has no TS1479 here:\n${output}`)
      } else {
        await consumer.run(process.execPath, compile(version, 'nodenext'))
        allowed.push(consumer.versionOf(`typescript-${version}`))
      }
    }
    outcomes.push({
      title: `TypeScript ${allowed.join(', ')}`,
      note: '`import` in CommonJS files with `module: nodenext`',
    })
    const older = `TypeScript ${consumer.versionOf('typescript-5.7')}, or \`module: node16\``
    consumer.write('dynamic.ts', DYNAMIC)
    configure(consumer, ['dynamic.ts'])
    for (const { moduleResolution } of RESOLUTIONS) {
      await consumer.run(process.execPath, compile('5.7', moduleResolution))
    }
    outcomes.push({ title: older, note: "error TS1479 for `import ... from`; `await import('@kamaki/astakos')` works" })
    consumer.write('use.cjs', REQUIRE)
    const output = await consumer.run(process.execPath, ['use.cjs', authUrl, token])
    if (!output.includes('Alice')) throw new Error(`require() printed:\n${output}`)
    outcomes.push({ title: `Node ${process.version}`, note: '`require()` of every client package' })
    return outcomes
  },
}

const DYNAMIC = `export async function connect(authUrl: string, token: string) {
  const { AstakosClient } = await import('@kamaki/astakos')
  return new AstakosClient(authUrl, token)
}
`

const REQUIRE = `${CLIENTS.map((name) => `require('${name}')`).join('\n')}
const { AstakosClient } = require('@kamaki/astakos')
const [authUrl, token] = process.argv.slice(2)
new AstakosClient(authUrl, token).authenticate().then(({ user }) => console.log(user.name))
`
