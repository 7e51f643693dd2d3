import { formatValue, isoDate, rejectArgument, requireDate } from '@kamaki/core/toolkit'
import type { ResourceLimits } from './projects.ts'
import type { Quantity } from './quantity.ts'

/** A moment: a Date, or ISO 8601 text with an explicit UTC offset (`2031-05-06T00:00:00+03:00`, `...Z`). */
export type ProjectDate = Date | string

/** What a project shall be. What is left out gets the server's default. */
export interface NewProject {
  /** A domain name (`lab.example.org`, last label of 2 to 6 letters), of at most 80 characters. */
  name: string
  /** Must lie in the future. */
  end_date: ProjectDate
  start_date?: ProjectDate
  /** Uuid of the owner; who applies, when left out. */
  owner?: string
  /** At most 255 characters. */
  homepage?: string
  /** At most 4096 characters. */
  description?: string
  /** For the administrators. At most 4096 characters. */
  comments?: string
  /** `moderated` when left out. */
  join_policy?: 'auto' | 'moderated' | 'closed'
  /** `auto` when left out. */
  leave_policy?: 'auto' | 'moderated' | 'closed'
  /** `Infinity` (unlimited) when left out. */
  max_members?: Quantity
  /** False when left out. */
  private?: boolean
  /** By resource name. What is not named gets the cloud's default, often 0. */
  resources?: Record<string, ResourceLimits>
}

/** What of a project shall change. */
export type ProjectChanges = Partial<NewProject>

/** The specs as they are sent, once they are known to make sense: the server answers some of these mistakes with 500. */
export function projectBody(specs: ProjectChanges): Record<string, unknown> {
  const { start_date, end_date, ...rest } = specs
  const written: Record<string, unknown> = { ...rest }
  if (start_date !== undefined) written['start_date'] = projectDate(start_date, 'start_date')
  if (end_date !== undefined) written['end_date'] = projectDate(end_date, 'end_date')
  if (specs.max_members !== undefined) requireQuantity(specs.max_members, 'max_members')
  for (const [name, limits] of Object.entries(specs.resources ?? {})) requireLimits(name, limits)
  return written
}

const OFFSET = /(?:z|[+-]\d{2}:?\d{2})$/i

function projectDate(date: ProjectDate, parameter: string): string {
  if (date instanceof Date) return isoDate(requireDate(date, parameter))
  if (typeof date !== 'string' || Number.isNaN(Date.parse(date))) {
    rejectArgument(
      parameter,
      `must be a Date, or ISO 8601 text such as 2031-05-06T00:00:00+00:00; got ${formatValue(date)}`,
    )
  }
  if (!OFFSET.test(date) || !/\dT\d/i.test(date)) {
    rejectArgument(
      parameter,
      `must have a UTC offset, such as 2031-05-06T00:00:00+00:00, or be a Date; got ${formatValue(date)}`,
    )
  }
  return date
}

function requireLimits(name: string, limits: ResourceLimits): void {
  const parameter = `resources[${JSON.stringify(name)}]`
  requireQuantity(limits.project_capacity, `${parameter}.project_capacity`)
  requireQuantity(limits.member_capacity, `${parameter}.member_capacity`)
  if (limits.member_capacity > limits.project_capacity) {
    rejectArgument(`${parameter}.member_capacity`, 'must not be above its project_capacity')
  }
}

function requireQuantity(value: Quantity, parameter: string): void {
  const whole = typeof value === 'bigint' || Number.isSafeInteger(value) || value === Number.POSITIVE_INFINITY
  if (!whole || value < 0) {
    rejectArgument(parameter, `must be an integer of 0 or more, or Infinity for unlimited; got ${formatValue(value)}`)
  }
}
