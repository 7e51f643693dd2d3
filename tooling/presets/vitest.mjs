import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { SummaryReporter } from './summary-reporter.mjs'

const source = (path) => fileURLToPath(new URL(`../../packages/${path}`, import.meta.url))

/** Tests run on the sources of all packages, so that none waits for a build. */
export const alias = [
  ...['testing', 'wire'].map((name) => ({
    find: `@kamaki-tooling/${name}`,
    replacement: fileURLToPath(new URL(`../${name}/src/index.ts`, import.meta.url)),
  })),
  ...['core', 'astakos', 'pithos', 'emulator'].map((name) => ({
    find: `@kamaki/${name}/node`,
    replacement: source(`${name}/src/node/index.ts`),
  })),
  { find: '@kamaki/core/toolkit', replacement: source('core/src/toolkit.ts') },
  ...['core', 'astakos', 'cyclades', 'network', 'image', 'pithos', 'emulator'].map((name) => ({
    find: new RegExp(`^@kamaki/${name}$`),
    replacement: source(`${name}/src/index.ts`),
  })),
]

const coverage = (file) => fileURLToPath(new URL(`../api-coverage/src/${file}`, import.meta.url))

const isOfClients = ['astakos', 'cyclades', 'network', 'image', 'pithos'].includes(basename(process.cwd()))

/** What `vitest run --coverage` demands of a package's sources: at least these percentages. */
export function coverageFloor(thresholds) {
  return {
    provider: 'v8',
    include: ['src/**/*.ts'],
    reporter: [['text', { skipFull: true }]],
    reportsDirectory: '.tmp/coverage',
    thresholds,
  }
}

export function tests({ globalSetup, ...options } = {}) {
  return defineConfig({
    resolve: { alias },
    test: {
      include: ['test/**/*.test.ts'],
      exclude: ['test/**/*.browser.test.ts', '**/node_modules/**'],
      pool: 'forks',
      testTimeout: 30_000,
      reporters: ['default', new SummaryReporter('tests')],
      // For pnpm api:coverage.
      setupFiles: isOfClients ? [coverage('record.ts')] : [],
      globalSetup: [...(isOfClients ? [coverage('evidence.ts')] : []), ...(globalSetup ?? [])],
      ...options,
    },
  })
}
