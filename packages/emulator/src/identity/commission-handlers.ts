import { badRequest, Fault, internalServerError } from '../http/fault.ts'
import { isObject, type JsonObject, jsonObject } from '../http/json-body.ts'
import type { Call } from '../http/request.ts'
import { empty, type HttpResponse, json } from '../http/response.ts'
import { isoDate } from '../python/dates.ts'
import { exactInteger, pythonInt } from '../python/int.ts'
import { pythonRepr, pythonText } from '../python/repr.ts'
import { isHashable } from '../python/values.ts'
import { componentOf } from './authenticate.ts'
import type { IdentityCloud } from './identity-cloud.ts'
import { type Provision, provisionJson, QuotaError } from './model.ts'

/** What the ledger's numbers can hold. */
const MOST = 2n ** 63n - 1n

/** `/commissions`: for service components. */
export class CommissionHandlers {
  readonly #cloud: IdentityCloud

  constructor(cloud: IdentityCloud) {
    this.#cloud = cloud
  }

  list = (call: Call): HttpResponse => {
    const { name } = componentOf(call, this.#cloud)
    return json(
      200,
      this.#cloud.commissions.pending(name).map(({ serial }) => serial),
    )
  }

  issue = async (call: Call): Promise<HttpResponse> => {
    const component = componentOf(call, this.#cloud)
    const body = await jsonObject(call)
    const list = body['provisions'] ?? null
    if (list === null) throw badRequest('Provisions are missing.')
    if (!Array.isArray(list)) throw badRequest('Provisions should be a list.')
    const provisions = readProvisions(list)
    const force = flag(body, 'force')
    const accept = flag(body, 'auto_accept')
    const name = 'name' in body ? body['name'] : ''
    if (typeof name !== 'string') throw badRequest('Commission name should be a string.')
    try {
      const now = this.#cloud.clock.now()
      const serial = this.#cloud.commissions.issue(component.name, provisions, { name, now, force, accept })
      return json(201, { serial })
    } catch (error) {
      throw error instanceof QuotaError ? refusal(error) : error
    }
  }

  get = (call: Call): HttpResponse => {
    const { name } = componentOf(call, this.#cloud)
    const found = this.#cloud.commissions.find(name, serialOf(call))
    if (!found) return empty(404)
    return json(200, {
      serial: found.serial,
      issue_time: isoDate(found.issued),
      provisions: found.provisions.map(provisionJson),
      name: found.name,
    })
  }

  /** Accepts or rejects one. */
  act = async (call: Call): Promise<HttpResponse> => {
    const { name } = componentOf(call, this.#cloud)
    const body = await jsonObject(call)
    const accept = 'accept' in body
    if (accept === 'reject' in body) throw badRequest('Specify either accept or reject action.')
    return empty(this.#cloud.commissions.resolve(name, serialOf(call), accept) ? 200 : 404)
  }

  /** Accepts and rejects many; what fails is told and holds up nothing. */
  resolve = async (call: Call): Promise<HttpResponse> => {
    const { name } = componentOf(call, this.#cloud)
    const body = await jsonObject(call)
    const accept = 'accept' in body ? body['accept'] : []
    const reject = 'reject' in body ? body['reject'] : []
    if (!Array.isArray(accept) || !Array.isArray(reject))
      throw badRequest('"accept" and "reject" should reference lists of serials.')
    const wanted = new Set(serials(accept))
    const unwanted = new Set(serials(reject))
    const both = [...wanted].filter((serial) => unwanted.has(serial))
    const missing: bigint[] = []
    const settle = (list: Set<bigint>, accepted: boolean) =>
      [...list]
        .filter((serial) => !both.includes(serial))
        .filter((serial) => {
          const done = this.#cloud.commissions.resolve(name, Number(serial), accepted)
          if (!done) missing.push(serial)
          return done
        })
    const accepted = settle(wanted, true)
    const rejected = settle(unwanted, false)
    const failed = [
      ...missing.map((serial) => [serial, { itemNotFound: { code: 404, message: `serial ${serial} does not exist` } }]),
      ...both.map((serial) => [
        serial,
        { badRequest: { code: 400, message: `cannot both accept and reject serial ${serial}` } },
      ]),
    ]
    return json(200, { accepted, rejected, failed })
  }
}

function flag(body: JsonObject, key: string): boolean {
  const value = key in body ? body[key] : false
  if (typeof value !== 'boolean') throw badRequest(`"${key}" option should be a boolean.`)
  return value
}

function serialOf(call: Call): number {
  return Number(pythonInt(call.params['serial']))
}

function serials(list: readonly unknown[]): bigint[] {
  return list.map((item) => {
    const serial = exactInteger(item)
    if (serial === undefined) throw badRequest('Serials should be integer.')
    if (serial > MOST || serial < -MOST) throw internalServerError()
    return serial
  })
}

/** Provisions with the same holder, source and resource count as one. */
function readProvisions(list: readonly unknown[]): Provision[] {
  const summed = new Map<string, Provision>()
  for (const item of list) {
    if (!isObject(item)) throw badRequest(`Malformed provision ${pythonText(item)}`)
    const { holder, source, resource } = item
    const quantity = exactInteger(item['quantity'])
    if (holder === undefined || source === undefined || resource === undefined || quantity === undefined)
      throw badRequest(`Malformed provision ${pythonText(item)}`)
    // Python cannot use lists and dictionaries as keys.
    if (![holder, source, resource].every(isHashable)) throw internalServerError()
    const key = [holder, source, resource].map(pythonRepr).join(' ')
    // Whatever is not a string has no holding, which the quotas will say.
    const provision = { holder, source, resource, quantity } as Provision
    summed.set(key, { ...provision, quantity: quantity + (summed.get(key)?.quantity ?? 0n) })
  }
  return [...summed.values()]
}

function refusal(error: QuotaError): Fault {
  const { kind, limit, usage, provision } = error
  const missing = kind === 'NoHoldingError'
  return new Fault(missing ? 404 : 413, missing ? 'itemNotFound' : 'overLimit', error.message, {
    details: null,
    extra: { data: { usage, limit, provision: provisionJson(provision), name: kind } },
  })
}
