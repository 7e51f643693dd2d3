import type { TestProject } from 'vitest/node'
import { bundle } from './bundle.ts'
import { openPage } from './gateway.ts'
import { openPlaces, type Places } from './places.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    places: Places
    /** A page that came over plain HTTP from a host that is not this machine, as far as the browser knows. */
    insecurePage: string
  }
}

/** vitest.browser.config.ts tells Chromium that this is 127.0.0.1. */
export const insecureHost = 'plain.kamaki.test'

/** Serves the browser tests while they run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { places, close } = await openPlaces(true)
  const page = await openPage((await bundle("import './insecure-page.ts'", { from: 'tooling/browser/src' })).code)
  project.provide('places', places)
  project.provide('insecurePage', page.origin.replace('127.0.0.1', insecureHost))
  return async () => {
    page.close()
    await close()
  }
}
