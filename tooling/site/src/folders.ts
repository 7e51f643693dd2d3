import { fileURLToPath } from 'node:url'

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The repository. */
export const root: string = folder('../../../')
/** This tool. */
export const here: string = folder('../')
/** The Markdown that the site is built from: guides, READMEs and the reference, with links that hold there. */
export const pages: string = folder('../.tmp/pages/')
/** The site. */
export const site: string = folder('../dist/')
