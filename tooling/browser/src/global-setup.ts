import type { TestProject } from 'vitest/node'
import { openPlaces, type Places } from './places.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    places: Places
  }
}

/** Serves the browser tests while they run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { places, close } = await openPlaces(true)
  project.provide('places', places)
  return close
}
