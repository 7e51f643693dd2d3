import { rejectInput } from '../../base/input.ts'
import type { ActiveFault, FaultRules } from '../../faults/rules.ts'
import type { FaultRule } from '../../faults/types.ts'

/** A fault as the control API shows it. */
function show({ id, rule, struck }: ActiveFault): Record<string, unknown> {
  const { path } = rule
  return {
    id,
    rule: path instanceof RegExp ? { ...rule, path: { pattern: path.source, flags: path.flags } } : rule,
    struck,
  }
}

export function faultsOf(faults: FaultRules): Record<string, unknown>[] {
  return faults.all().map(show)
}

/** Adds a rule that came as JSON, in which a pattern is an object. @throws {EmulatorArgumentError} */
export function addFault(faults: FaultRules, body: unknown): Record<string, unknown> {
  const path = (body as { path?: unknown } | null)?.path
  const rule = typeof path === 'object' && path !== null ? { ...(body as object), path: patternOf(path) } : body
  return show(faults.add(rule as FaultRule))
}

function patternOf({ pattern, flags = '' }: { pattern?: unknown; flags?: unknown }): RegExp {
  if (typeof pattern !== 'string' || typeof flags !== 'string')
    return rejectInput('path', 'must be a string, or an object with the strings pattern and flags')
  try {
    return new RegExp(pattern, flags)
  } catch (error) {
    return rejectInput('path', `must hold a regular expression: ${(error as Error).message}`)
  }
}
