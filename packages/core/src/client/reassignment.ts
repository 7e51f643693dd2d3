import { omitUndefined } from '../http/omit-undefined.ts'
import { requireBoolean, requireObject, requireString } from '../validate/require.ts'

/** The project to assign a resource to, and whether to share it with the project's members. */
export interface Reassignment {
  /** UUID of the project; the current one to change the sharing only. */
  project: string
  /** `true` shares the resource, or keeps it shared. Default false, which ends the sharing. */
  readonly shared_to_project?: boolean | undefined
}

/** Checks the arguments and returns the body of the action `reassign`. */
export function reassignBody(to: Reassignment): { reassign: Reassignment } {
  const { project, shared_to_project } = requireObject(to, 'to')
  requireString(project, 'project')
  if (shared_to_project !== undefined) requireBoolean(shared_to_project, 'shared_to_project')
  return { reassign: omitUndefined({ project, shared_to_project }) }
}
