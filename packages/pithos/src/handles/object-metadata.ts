import type { Http } from '@kamaki/core/toolkit'
import { replaceObjectMetadata } from '../api/object.ts'
import type { ObjectLocation } from '../model/location.ts'
import type { Metadata } from '../model/metadata.ts'
import type { ObjectChanges, ReplaceMetadataOptions, UpdateOptions } from '../model/object-options.ts'
import { PithosMetadata } from './metadata.ts'

/** The metadata of an object, which is changed with its encoding and disposition. */
export function objectMetadata(
  http: Http,
  at: ObjectLocation,
  object: {
    info(options: UpdateOptions): Promise<{ readonly metadata: Metadata }>
    update(changes: ObjectChanges, options: UpdateOptions | undefined): Promise<unknown>
  },
): PithosMetadata<UpdateOptions, ReplaceMetadataOptions> {
  return new PithosMetadata({
    info: (options) => object.info(options),
    replace: (metadata, options = {}) => replaceObjectMetadata(http, at, metadata, options),
    update: (metadata, options) => object.update({ metadata }, options),
  })
}
