import type { RequestOptions } from '@kamaki/core'
import { unwrap, Versions } from '@kamaki/core/toolkit'
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
    return unwrap<ComputeVersionDetail>(this.http, 'version', 'GET', '/', call)
  }
}
