import { formatValue, isoDate, rejectArgument, requireDate, requireObject } from '@kamaki/core/toolkit'
import type { ProjectChanges, ProjectDate, ResourceLimits } from './project-types.ts'
import type { Quantity } from './quantity-types.ts'

/** A project or its changes as they are sent, once they are known to make sense: the server responds to some of these mistakes with 500. */
export function projectBody(project: ProjectChanges): Record<string, unknown> {
  const { start_date, end_date, max_members, resources = {} } = requireObject(project, 'changes')
  requireObject(resources, 'resources')
  if (max_members !== undefined) requireQuantity(max_members, 'max_members')
  for (const [name, limits] of Object.entries(resources)) requireLimits(name, limits)
  return {
    ...project,
    start_date: start_date === undefined ? undefined : projectDate(start_date, 'start_date'),
    end_date: end_date === undefined ? undefined : projectDate(end_date, 'end_date'),
  }
}

const OFFSET = /(?:z|[+-]\d{2}:?\d{2})$/i

function projectDate(date: ProjectDate, parameter: string): string {
  if (date instanceof Date) return isoDate(requireDate(date, parameter))
  const example = '2031-05-06T00:00:00+00:00'
  if (typeof date !== 'string' || Number.isNaN(Date.parse(date)))
    rejectArgument(parameter, `must be a Date, or an ISO 8601 string such as ${example}; got ${formatValue(date)}`)
  if (!OFFSET.test(date) || !/\dT\d/i.test(date))
    rejectArgument(parameter, `must have a UTC offset, as in ${example}, or be a Date; got ${formatValue(date)}`)
  return date
}

function requireLimits(name: string, limits: ResourceLimits): void {
  const parameter = `resources[${JSON.stringify(name)}]`
  requireObject(limits, parameter)
  requireQuantity(limits.project_capacity, `${parameter}.project_capacity`)
  requireQuantity(limits.member_capacity, `${parameter}.member_capacity`)
  if (limits.member_capacity > limits.project_capacity)
    rejectArgument(`${parameter}.member_capacity`, 'must not be above its project_capacity')
}

function requireQuantity(value: Quantity, parameter: string): void {
  const whole = typeof value === 'bigint' || Number.isSafeInteger(value) || value === Number.POSITIVE_INFINITY
  if (!whole || value < 0)
    rejectArgument(parameter, `must be an integer of 0 or more, or Infinity for unlimited; got ${formatValue(value)}`)
}
