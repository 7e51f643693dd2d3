import type { UserConfig } from 'tsdown'

/** How a package is built. */
export function library(options?: { entry?: string[] }): UserConfig
