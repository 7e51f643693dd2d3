import type { RequestOptions } from '@kamaki/core'
import { Resource, requireOptions, requireString } from '@kamaki/core/toolkit'
import { FORM, formBody } from './form-body.ts'

/** How to send feedback. */
export interface SendFeedbackOptions extends RequestOptions {
  /** Free text about the program: its version, say. */
  readonly data?: string | undefined
}

/** Messages to the people who run the cloud. */
export class Feedback extends Resource {
  /**
   * Sends a message.
   *
   * `POST /feedback` · 200 · identity-api-guide § Send feedback
   * @throws {ServerError} 502 if the cloud could not send its mail.
   */
  async send(message: string, options: SendFeedbackOptions = {}): Promise<void> {
    const { data, headers, ...call } = requireOptions(options)
    requireString(message, 'message')
    const body = formBody({ feedback_data: data, feedback_msg: message })
    await this.http.empty('POST', 'feedback', { ...call, headers: { ...headers, 'content-type': FORM }, body })
  }
}
