import { member, type RequestOptions, Versions } from '@kamaki/core'
import type { ComputeVersion, ComputeVersionDetail } from '../version-types.ts'

/** Versions of the compute API. No token is sent for them. */
export class ComputeVersions extends Versions<ComputeVersion> {
  /**
   * The version that this client speaks.
   *
   * `GET /` · 200 · compute_versions.py:version_details
   */
  async get(options?: RequestOptions): Promise<ComputeVersionDetail> {
    const call = { ...options, authenticate: false, expect: 200 }
    return member<ComputeVersionDetail>(this.http, 'version', 'GET', '/', call)
  }
}
