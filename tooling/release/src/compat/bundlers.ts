import { join } from 'node:path'
import { type Case, CLIENTS, call, expectGreeting, type Outcome, PROGRAM } from './case.ts'

/** A bundler, and how it is asked for what a browser loads. */
interface Bundler {
  readonly name: string
  readonly install: readonly string[]
  readonly config: Readonly<Record<string, string>>
  readonly command: readonly string[]
}

const BUNDLERS: readonly Bundler[] = [
  {
    name: 'esbuild',
    install: [],
    config: {},
    command: ['src/page.js', 'src/worker.js', '--bundle', '--format=esm', '--minify', '--splitting', '--outdir=dist'],
  },
  {
    name: 'rollup',
    install: ['@rollup/plugin-node-resolve'],
    config: {
      'rollup.config.js': `import { nodeResolve } from '@rollup/plugin-node-resolve'
export default {
  input: ['src/page.js', 'src/worker.js'],
  output: { dir: 'dist', format: 'es' },
  plugins: [nodeResolve({ browser: true })],
  onwarn(warning) { throw new Error(warning.message) },
}
`,
    },
    command: ['-c'],
  },
  {
    name: 'webpack',
    install: ['webpack-cli'],
    config: {
      'webpack.config.js': `export default {
  mode: 'production',
  target: ['web', 'es2022'],
  entry: { page: './src/page.js' },
  experiments: { outputModule: true },
  output: { module: true, path: import.meta.dirname + '/dist', publicPath: '', chunkFormat: 'module', chunkFilename: '[name].js' },
  performance: false,
}
`,
    },
    command: [],
  },
  {
    name: 'vite',
    install: [],
    config: {
      'vite.config.js': `export default {
  build: { target: 'es2022', modulePreload: false, rollupOptions: { input: 'src/page.js' } },
  worker: { format: 'es' },
}
`,
    },
    command: ['build', '--logLevel', 'warn'],
  },
]

const START_WORKER = `if (typeof document !== 'undefined') {
  new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'worker' })
}
`

/** The clients in a page and in a worker. The bundles are run with nothing but themselves at hand. */
export const bundlersCase: Case = {
  title: 'Bundlers',
  async run(around) {
    const outcomes: Outcome[] = []
    for (const { name, install, config, command } of BUNDLERS) {
      const consumer = around.consumer()
      await consumer.install(...CLIENTS, name, ...install)
      consumer.write('src/program.js', PROGRAM)
      const use = `import { useCloud } from './program.js'\n${call(around)}`
      consumer.write('src/page.js', use + START_WORKER)
      consumer.write('src/worker.js', use)
      for (const [path, content] of Object.entries(config)) consumer.write(path, content)
      const printed = await consumer.run(name, command)
      if (/warning/i.test(printed)) throw new Error(`${name} warns:\n${printed}`)
      const alone = around.consumer()
      alone.take(join(consumer.folder, 'dist'), 'dist')
      for (const kind of ['page', 'worker']) {
        const path = consumer.find('dist', new RegExp(`${kind}.*\\.m?js$`))
        expectGreeting(await alone.run(process.execPath, [path]), `The ${kind} that ${name} built`)
      }
      outcomes.push({ title: `${name} ${consumer.versionOf(name)}`, note: 'a page and a worker' })
    }
    return outcomes
  },
}
