import type { Cloud } from '../cloud.ts'
import { type App, Routes } from '../frame/routes.ts'

export function imageApp(_cloud: Cloud): App {
  return new Routes()
}
