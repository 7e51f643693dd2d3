import { omitUndefined } from '../http/omit-undefined.ts'
import { requireBoolean, requireString } from '../validate/require.ts'

/** To which project to give a thing, and whether to share it with the project's members. */
export interface Reassignment {
  /** Uuid of the project; the present one to change the sharing alone. */
  project: string
  /** Left out, it ends the sharing, even if it was shared: say `true` to share it, or to keep it shared. */
  shared_to_project?: boolean | undefined
}

/** The body of the action `reassign`, checked. */
export function reassignBody({ project, shared_to_project }: Reassignment): { reassign: Reassignment } {
  requireString(project, 'project')
  if (shared_to_project !== undefined) requireBoolean(shared_to_project, 'shared_to_project')
  return { reassign: omitUndefined({ project, shared_to_project }) }
}
