import type { MediaType, RequestOptions, Version } from '@kamaki/core'
import { requireOptions, Versions } from '@kamaki/core/toolkit'

/** A version of the compute API. */
export interface ComputeVersion extends Version {
  /** ISO 8601. */
  updated: string
}

/** A version of the compute API, with all fields. */
export interface ComputeVersionDetail extends ComputeVersion {
  media_types: MediaType[]
}

/** Versions of the compute API. No token is sent for them. */
export class ComputeVersions extends Versions<ComputeVersion> {
  /**
   * The version that this client speaks.
   *
   * `GET /` · 200 · compute_versions.py:version_details
   */
  async get(options?: RequestOptions): Promise<ComputeVersionDetail> {
    const call = { ...requireOptions(options), authenticate: false, expect: 200 }
    return this.unwrap<ComputeVersionDetail>('version', 'GET', '/', call)
  }
}
