import { sleep } from '../../base/abort.ts'
import { bodyLength, bodyPieces } from '../../faults/inject.ts'
import { matchesRequest } from '../../faults/rules.ts'
import type { Call } from '../../http/request.ts'
import type { HttpResponse } from '../../http/response.ts'
import { type CostModel, REAL_COST, type RequestCost } from './cost-model.ts'
import { type Work, Workers } from './workers.ts'

/** The machine's time: a cloud whose clock stands still takes its time all the same. */
const REAL_TIME = { now: () => performance.now(), wait: sleep }
/** A response goes out in pieces of this size, as it comes to be. */
const STEP = 256 * 1024

/** Makes requests take as long as a model says. */
export class CostedRequests {
  readonly #costs: readonly RequestCost[]
  readonly #workers: Workers

  constructor(cost: 'real' | CostModel) {
    const model = cost === 'real' ? REAL_COST : cost
    this.#costs = model.requests
    this.#workers = new Workers(model, REAL_TIME)
  }

  /** Handles a call when a worker is free for it. Its body is read, and the response sent, no faster than the worker is. */
  async handle(call: Call, handle: () => Promise<HttpResponse>): Promise<HttpResponse> {
    const cost = this.#costs.find((one) => matchesRequest(one, call))
    if (!cost) return handle()
    const work = await this.#workers.begin(cost, call.signal)
    try {
      await work.start()
      call.wrapBody((pieces) => received(pieces, work))
      const response = await handle()
      const length = call.method === 'HEAD' ? 0 : (bodyLength(response) ?? 0)
      if (length > STEP) response.body = produced(bodyPieces(response, length), length, work)
      else {
        await work.read(length)
        await work.end()
      }
      return response
    } catch (error) {
      await work.end()
      throw error
    }
  }
}

async function* received(pieces: AsyncIterable<Uint8Array>, work: Work): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of pieces) {
    await work.write(piece.byteLength)
    yield piece
  }
}

/** The worker is done with a response whether or not anybody reads it. */
function produced(
  pieces: AsyncIterable<Uint8Array>,
  length: number,
  work: Work,
): AsyncGenerator<Uint8Array, void, undefined> {
  let ready = 0
  let wake = () => {}
  const produce = async () => {
    while (ready < length) {
      const step = Math.min(STEP, length - ready)
      await work.read(step)
      ready += step
      wake()
    }
    await work.end()
  }
  void produce()
  return (async function* () {
    let sent = 0
    for await (const piece of pieces)
      for (let at = 0; at < piece.byteLength; at += STEP) {
        const part = piece.subarray(at, at + STEP)
        while (ready < sent + part.byteLength && ready < length)
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        sent += part.byteLength
        yield part
      }
  })()
}
