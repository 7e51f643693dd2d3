import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { SummaryReporter } from './summary-reporter.mjs'

const packages = fileURLToPath(new URL('../../packages', import.meta.url))

/** Tests run on the sources of all packages, so that none waits for a build. */
export const alias = [
  { find: /^@kamaki\/([^/]+)$/, replacement: `${packages}/$1/src/index.ts` },
  { find: /^@kamaki\/([^/]+)\/(toolkit|opentelemetry)$/, replacement: `${packages}/$1/src/$2.ts` },
  { find: /^@kamaki\/([^/]+)\/(node|vitest)$/, replacement: `${packages}/$1/src/$2/index.ts` },
]

const coverage = (file) => fileURLToPath(new URL(`../api-coverage/src/${file}`, import.meta.url))

const { name, dependencies = {} } = JSON.parse(readFileSync('package.json', 'utf8'))
const isOfClients = name.startsWith('@kamaki/') && '@kamaki/core' in dependencies

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
      hookTimeout: 60_000,
      reporters: ['default', new SummaryReporter('tests')],
      // For pnpm api:coverage.
      setupFiles: isOfClients ? [coverage('record.ts')] : [],
      globalSetup: [...(isOfClients ? [coverage('evidence.ts')] : []), ...(globalSetup ?? [])],
      ...options,
    },
  })
}
