import type { RequestOptions } from '@kamaki/core'
import { path, Resource, requireId } from '@kamaki/core/toolkit'
import type { Caller } from './caller.ts'
import type { ReasonOptions } from './memberships.ts'

/**
 * Applications for projects. Each is named by its project and its own id: `application` of the answer of create and modify,
 * `last_application.id` of a project. Only the latest of a project can be acted on.
 */
export class ProjectApplications extends Resource<Caller> {
  /**
   * Grants a pending application. For administrators.
   *
   * `POST /projects/{id}/action` `approve` · 200 · project-api-guide § Take Action on a Project
   * @throws {ConflictError} if it is not pending, not the latest, or another live project has the name.
   */
  async approve(project: string, application: number | string, options?: ReasonOptions): Promise<void> {
    await this.#act('approve', project, application, options)
  }

  /**
   * Refuses a pending application. A project that was never approved stays `uninitialized` until the applicant dismisses
   * the refusal. For administrators.
   *
   * `POST /projects/{id}/action` `deny` · 200 · project-api-guide § Take Action on a Project
   * @throws {ConflictError} if it is not pending, or not the latest.
   */
  async deny(project: string, application: number | string, options?: ReasonOptions): Promise<void> {
    await this.#act('deny', project, application, options)
  }

  /**
   * Takes note of a refusal. For who applied, and administrators.
   *
   * `POST /projects/{id}/action` `dismiss` · 200 · project-api-guide § Take Action on a Project
   * @throws {ConflictError} if it was not denied, or is not the latest.
   */
  async dismiss(project: string, application: number | string, options?: ReasonOptions): Promise<void> {
    await this.#act('dismiss', project, application, options)
  }

  /**
   * Takes a pending application back. For who applied (the owner may be somebody else), and administrators.
   *
   * `POST /projects/{id}/action` `cancel` · 200 · project-api-guide § Take Action on a Project
   * @throws {ConflictError} if it is not pending, or not the latest.
   */
  async cancel(project: string, application: number | string, options?: ReasonOptions): Promise<void> {
    await this.#act('cancel', project, application, options)
  }

  async #act(
    action: string,
    project: string,
    application: number | string,
    options: ReasonOptions = {},
  ): Promise<void> {
    requireId(application, 'application')
    const { reason = '', ...rest } = options
    const call: RequestOptions & { json: unknown } = { ...rest, json: { [action]: { app_id: application, reason } } }
    await this.http.empty('POST', path`projects/${requireId(project, 'project')}/action`, call)
  }
}
