import type { RequestOptions } from '@kamaki/core'
import { Resource, requireString } from '@kamaki/core/toolkit'
import type { Caller } from './caller.ts'
import { FORM, formBody } from './form-body.ts'

/** Messages to the people who run the cloud. */
export class Feedback extends Resource<Caller> {
  /**
   * Sends a message. `data` is free text about the client (its version, say).
   *
   * `POST /feedback` · 200 · identity-api-guide § Send feedback
   * @throws {ServerError} 502 if the cloud could not send its mail.
   */
  async send(message: string, options: RequestOptions & { data?: string | undefined } = {}): Promise<void> {
    requireString(message, 'message')
    const { data, headers, ...rest } = options
    const body = formBody({ feedback_data: data, feedback_msg: message })
    await this.http.empty('POST', 'feedback', { ...rest, headers: { ...headers, 'content-type': FORM }, body })
  }
}
