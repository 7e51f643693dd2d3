import { requireBoolean, requireString, type StringLimits } from '@kamaki/core/toolkit'

/** What a name of a network, subnet or port may be. */
export const NAME: StringLimits = { maxLength: 128, allowEmpty: true }

/** The statuses with which services of OpenStack respond to a creation: some with one, some with the other. */
export const CREATED_STATUSES: readonly number[] = [200, 201]

/** Checks `project` and `shared_to_project` of a new resource; `prefix` names it ("networks[2]."). */
export function checkOwnership(
  owned: { readonly project?: string | undefined; readonly shared_to_project?: boolean | undefined },
  prefix: string,
): void {
  if (owned.project !== undefined) requireString(owned.project, `${prefix}project`)
  if (owned.shared_to_project !== undefined) requireBoolean(owned.shared_to_project, `${prefix}shared_to_project`)
}
