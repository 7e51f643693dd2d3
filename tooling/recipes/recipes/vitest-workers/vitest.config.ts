import { defineConfig } from 'vitest/config'

// One cloud for all workers, in the main process; each worker is a user of its own.
export default defineConfig({ test: { include: ['*.test.ts'], globalSetup: './one-cloud.ts', maxWorkers: 2 } })
