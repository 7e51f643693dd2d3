import { rejectInput } from '../../base/input.ts'
import { type ScenarioBoard, scenarioKinds } from '../scenarios/board.ts'
import type { Scenario } from '../scenarios/types.ts'
import { NotHere } from './respond.ts'

export function scenariosOf(scenarios: ScenarioBoard): Record<string, unknown> {
  return { scenarios: scenarios.active.map(show), kinds: scenarioKinds() }
}

/** Starts a scenario that came as JSON: `kind` and its options. @throws {EmulatorArgumentError} */
export function startScenario(scenarios: ScenarioBoard, body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return rejectInput('body', 'must be an object')
  const { kind, ...options } = body as Record<string, unknown>
  return show(scenarios.startNamed(kind, options))
}

/** @throws {NotHere} */
export function endScenario(scenarios: ScenarioBoard, id: string): void {
  const found = scenarios.active.find((scenario) => String(scenario.id) === id)
  if (!found) throw new NotHere(`Scenario ${id} is not active: it was never started, is used up or was ended.`)
  found.end()
}

function show({ end: _end, options, ...scenario }: Scenario): Record<string, unknown> {
  const plain = Object.entries(options).map(([name, value]) => [
    name,
    typeof value === 'bigint' ? String(value) : value,
  ])
  return { ...scenario, options: Object.fromEntries(plain) }
}
