import { type RequestOptions, TransferError } from '@kamaki/core'
import type { BytesResponse } from '@kamaki/core/toolkit'
import { probeObject } from '../../api/object.ts'
import { putHashmap } from '../../api/object-content.ts'
import { isConditional } from '../../codec/conditions.ts'
import { readObject } from '../../codec/object.ts'
import { toHex } from '../../hash/hex.ts'
import { rootHash } from '../../hash/root-hash.ts'
import type { BlockFormat, NewHashmap } from '../../model/hashmap.ts'
import type { WriteResult } from '../../model/object.ts'
import type { Upload } from './split-options.ts'

/** What the write that creates an object needs of an upload. */
type Writing = Pick<Upload, 'http' | 'at' | 'request' | 'write'>

/** How often the cloud may ask for blocks, when it has just got all that it asked for. */
const maxRounds = 5

/**
 * Looks whether the write that creates the object happened. Undefined for one without conditions, which is simply sent again; conditions
 * would not hold a second time.
 */
export function confirmWritten(
  { http, at, write }: Writing,
  bytes: number,
  root: (request: RequestOptions) => Promise<string>,
): ((request: RequestOptions) => Promise<BytesResponse | undefined>) | undefined {
  if (!isConditional(write)) return undefined
  const replaced = [write.ifMatch ?? []].flat().map((tag) => tag.replaceAll('"', ''))
  return async (request) => {
    const response = await probeObject(http, at, request)
    if (response.status === 404) return undefined
    const now = readObject(at.name, response)
    const isOurs = now.bytes === bytes && !replaced.includes(now.etag) && now.hash === (await root(request))
    return isOurs ? response : undefined
  }
}

/**
 * Asks which of some hashes the cloud lacks, without creating anything: it is offered one more that nobody has blocks for.
 *
 * @throws {TransferError} if the cloud has them all the same.
 */
export async function askMissing(
  { http, at, request, write }: Writing,
  hashes: readonly string[],
  { blockSize }: BlockFormat,
): Promise<Set<string>> {
  const bytes = new Uint8Array((hashes[0]?.length ?? 0) / 2)
  const nobodys = toHex(crypto.getRandomValues(bytes))
  const map = { bytes: (hashes.length + 1) * blockSize, hashes: [...hashes, nobodys] }
  // As it creates nothing, it can be sent again whatever became of it.
  const confirm = async (): Promise<undefined> => undefined
  const { missing, written } = await putHashmap(http, at, map, { ...request, ...write, confirm })
  if (written === undefined) return new Set(missing.map((each) => each.toLowerCase()))
  throw new TransferError(`The cloud made '${at.name}' of blocks that nobody can have sent. Upload it again`)
}

/**
 * Offers hashes until the object is created, sending what the cloud lacks in between. `send` is passed each missing hash once a round; it
 * may create the object in another way, and then returns the result of that.
 */
export async function offerHashes(
  job: Writing,
  map: NewHashmap,
  format: BlockFormat,
  send: (missing: readonly string[], round: number) => Promise<WriteResult | undefined>,
): Promise<WriteResult> {
  const { http, at, request, write } = job
  const hash = await rootHash(map.hashes, format.blockHash)
  const confirm = confirmWritten(job, map.bytes, async () => hash)
  for (let round = 0; ; round++) {
    const { missing, written } = await putHashmap(http, at, map, { ...request, ...write, confirm })
    if (written !== undefined) return written
    if (round >= maxRounds) {
      throw new TransferError(
        `The cloud still asks for ${missing.length} blocks that it has been sent ${maxRounds} times`,
      )
    }
    if (missing.length === 0) throw new TransferError(`The cloud does not take '${at.name}', and asks for no blocks`)
    const otherwise = await send([...new Set(missing.map((each) => each.toLowerCase()))], round)
    if (otherwise !== undefined) return otherwise
  }
}
