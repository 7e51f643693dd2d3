import type { Cloud } from '../cloud.ts'
import { type App, Routes } from '../frame/routes.ts'

export function pithosApp(_cloud: Cloud): App {
  return new Routes()
}
