import type { RequestOptions } from '@kamaki/core'
import { type ConfirmOptions, type OptionNames, requestOptionNames } from '@kamaki/core/toolkit'
import type { InfoOptions } from '../model/account.ts'
import type { Conditions, WriteConditions } from '../model/conditions.ts'
import type { ListContainersOptions } from '../model/container.ts'
import type { ObjectProperties } from '../model/object.ts'
import type {
  CopyOptions,
  ListPithosObjectsOptions,
  PithosGetOptions,
  PutOptions,
  WriteFromOptions,
} from '../model/object-options.ts'

/** The names of all preconditions. */
export const conditionNames: OptionNames<Conditions> = {
  ...{ ifMatch: true, ifNoneMatch: true, ifModifiedSince: true, ifUnmodifiedSince: true },
}

/** The names of the preconditions of a write. */
export const writeConditionNames: OptionNames<WriteConditions> = { ifMatch: true, ifNoneMatch: true, ifNotExist: true }

/** The names of what an object is given beside its content. */
export const propertyNames: OptionNames<ObjectProperties> = {
  ...{ contentType: true, contentEncoding: true, contentDisposition: true, manifest: true, metadata: true },
  ...{ sharing: true, public: true },
}

type Reads = PithosGetOptions & InfoOptions & ListContainersOptions & ListPithosObjectsOptions
type Writes = PutOptions & CopyOptions & WriteFromOptions
/** What the transfers add. */
type Internal = ConfirmOptions<never> & { readonly withinSlot?: boolean; readonly onMismatch?: unknown }

/** The names of the options of all calls here: what is none of them is a misspelt one. */
export const callOptionNames: OptionNames<RequestOptions & Reads & Writes & Internal> = {
  ...{ ...requestOptionNames, ...conditionNames, ...writeConditionNames, ...propertyNames },
  ...{ version: true, range: true, dispositionType: true, until: true, limit: true, marker: true, pageSize: true },
  ...{ shared: true, prefix: true, path: true, delimiter: true, meta: true },
  ...{ md5: true, contentLength: true, length: true, size: true },
  ...{ confirm: true, withinSlot: true, onMismatch: true },
}
