import type { RequestOptions } from '@kamaki/core'
import type { ByteRange, Conditions, TimeConditions, Until, WriteConditions } from './conditions.ts'
import type { PageOptions } from './listing.ts'
import type { MetadataChanges } from './metadata.ts'
import type { ObjectProperties } from './object.ts'

/** Which version of an object to look at, and on which conditions. */
export interface ObjectInfoOptions extends Conditions, RequestOptions {
  /** Default: the newest. */
  readonly version?: number | undefined
}

/** Options of a read in the plain dialect. */
export interface GetOptions extends RequestOptions {
  /** The part to read; default all of it. */
  readonly range?: ByteRange | undefined
}

/** Options of a read. */
export interface PithosGetOptions extends ObjectInfoOptions, GetOptions {
  /** What the response's Content-Disposition is to say. */
  readonly dispositionType?: 'inline' | 'attachment' | undefined
}

/** Options of a write of new content. */
export interface PutOptions extends ObjectProperties, WriteConditions, RequestOptions {
  /** MD5 of the content in hex, 32 digits: the server checks it and rejects other content with UnprocessableError (422). */
  readonly md5?: string | undefined
  /** Bytes of a body that is a stream; without it the stream is sent in chunks. */
  readonly contentLength?: number | undefined
}

/** Options of a write by hashmap or manifest. */
export interface PutHashmapOptions extends ObjectProperties, WriteConditions, RequestOptions {}

/** Options of a move. What is given is merged with what the source has. */
export interface MoveOptions extends ObjectProperties, WriteConditions, RequestOptions {
  /** Takes along every object whose name begins with the source's name and this, normally `/`. */
  readonly delimiter?: string | undefined
}

/** Options of a copy. What is given is merged with what the source has. */
export interface CopyOptions extends MoveOptions {
  /** The version of the source to copy. The copy gets the type of the newest version unless `contentType` is given. */
  readonly version?: number | undefined
}

/** Changes of an object besides its content: what is not named stays. */
export interface ObjectChanges extends Omit<ObjectProperties, 'metadata' | 'contentType'> {
  /** Null deletes an item. */
  readonly metadata?: MetadataChanges | undefined
}

/** Options of a change that does not touch the content. */
export interface UpdateOptions extends WriteConditions, RequestOptions {}

/** Options of a replacement of all metadata: encoding and disposition are erased unless given. */
export interface ReplaceMetadataOptions
  extends UpdateOptions,
    Pick<ObjectProperties, 'contentEncoding' | 'contentDisposition'> {}

/** Options of a write as an HTML form does it. */
export interface PostFormOptions extends RequestOptions, Pick<ObjectProperties, 'contentType'> {}

/** Options of a deletion of an object with all below its name. */
export interface DeleteTreeOptions extends RequestOptions {
  /** Default `/`. */
  readonly delimiter?: string | undefined
}

/** Options of a change of an object's content in place. */
export interface WriteOptions extends WriteConditions, RequestOptions {
  /** Changes metadata in the same request: null deletes an item, what is not named stays. */
  readonly metadata?: MetadataChanges | undefined
}

/** Options of a change of an object's content that takes the new bytes from another object. */
export interface WriteFromOptions extends WriteOptions {
  /** Version of the source to take. */
  readonly version?: number | undefined
  /** How many bytes to take, from the start of the source. Default: all of it. */
  readonly length?: number | undefined
  /**
   * Cuts the object to this size afterwards, if it is longer. Where that is within a block it can only be downloaded with
   * `unverified: 'accept'` from then on: `truncate` does better.
   */
  readonly size?: number | undefined
}

/** Which objects to list in the plain dialect. */
export interface ListObjectsOptions extends PageOptions, RequestOptions {
  /** Only names that begin so (leading slashes are dropped by the server). */
  readonly prefix?: string | undefined
  /** Only objects directly below this path, without virtual directories; stands for `prefix` and `delimiter`. */
  readonly path?: string | undefined
}

/** A metadata filter of an object list, built by `meta`. Joined terms must all hold, except bare keys: one of them is enough. */
export interface MetaFilter {
  /** The string that is sent. */
  readonly expression: string
}

/** Which objects to list. */
export interface ListPithosObjectsOptions extends ListObjectsOptions, TimeConditions {
  /** Only objects whose metadata is so: see `meta`. */
  readonly meta?: MetaFilter | undefined
  /** Only objects that carry, or lie under, permissions for others. With `public`: these as well. */
  readonly shared?: boolean | undefined
  /**
   * Only objects that are published, at most 10000. Only the owner may ask; the server then looks at neither delimiter, `meta`, `until` nor
   * marker.
   */
  readonly public?: boolean | undefined
  /** As it was at this time (whole seconds). Only the owner may look back. */
  readonly until?: Until | undefined
}
