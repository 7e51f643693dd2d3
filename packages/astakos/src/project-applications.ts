import { path, Resource, requireId, requireOptions } from '@kamaki/core/toolkit'
import type { ReasonOptions } from './project-types.ts'

/**
 * Applications for projects. Each is named by its project and its own id: `application` of what `projects.create` and `update` return,
 * `last_application.id` of a project. Only the latest of a project can be acted on.
 */
export class ProjectApplications extends Resource {
  /**
   * Grants a pending application. For administrators.
   *
   * `POST /projects/{id}/action` `approve` · 200 · project-api-guide § Take Action on a Project
   * @throws {ConflictError} if it is not pending, not the latest, or another live project has the name.
   */
  async approve(projectId: string, applicationId: number | string, options?: ReasonOptions): Promise<void> {
    await this.#act('approve', projectId, applicationId, options)
  }

  /**
   * Rejects a pending application. A project that was never approved stays `uninitialized` until the applicant dismisses
   * the rejected application. For administrators.
   *
   * `POST /projects/{id}/action` `deny` · 200 · project-api-guide § Take Action on a Project
   * @throws {ConflictError} if it is not pending, or not the latest.
   */
  async deny(projectId: string, applicationId: number | string, options?: ReasonOptions): Promise<void> {
    await this.#act('deny', projectId, applicationId, options)
  }

  /**
   * Takes note that an application was rejected. For the applicant and administrators.
   *
   * `POST /projects/{id}/action` `dismiss` · 200 · project-api-guide § Take Action on a Project
   * @throws {ConflictError} if it was not denied, or is not the latest.
   */
  async dismiss(projectId: string, applicationId: number | string, options?: ReasonOptions): Promise<void> {
    await this.#act('dismiss', projectId, applicationId, options)
  }

  /**
   * Withdraws a pending application. For the applicant (the owner may be somebody else) and administrators.
   *
   * `POST /projects/{id}/action` `cancel` · 200 · project-api-guide § Take Action on a Project
   * @throws {ConflictError} if it is not pending, or not the latest.
   */
  async cancel(projectId: string, applicationId: number | string, options?: ReasonOptions): Promise<void> {
    await this.#act('cancel', projectId, applicationId, options)
  }

  async #act(
    action: string,
    projectId: string,
    applicationId: number | string,
    options: ReasonOptions = {},
  ): Promise<void> {
    const { reason = '', ...rest } = requireOptions(options)
    const json = { [action]: { app_id: requireId(applicationId, 'applicationId'), reason } }
    await this.http.empty('POST', path`projects/${requireId(projectId, 'projectId')}/action`, { ...rest, json })
  }
}
