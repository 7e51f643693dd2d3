import type { ViteUserConfig } from 'vitest/config'

/** What a test imports by name, and the source it gets. */
export const alias: { find: string | RegExp; replacement: string }[]

/** The configuration of a package's tests, with what the package changes of it. */
export function tests(options?: NonNullable<ViteUserConfig['test']>): ViteUserConfig
