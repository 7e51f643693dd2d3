// A set-up file of vitest: it writes down which mapped method sent which request and had a response, for `pnpm api:coverage`. Methods are wrapped on their prototypes, requests are seen at the transport.
import { AsyncLocalStorage } from 'node:async_hooks'
import { appendFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import * as core from '@kamaki/core/toolkit'
import { evidenceFolder } from './evidence.ts'
import { isRequestOf, mapOf, operationsOf, services } from './inventory.ts'

type Method = (this: object, ...args: unknown[]) => unknown

const folder = evidenceFolder(process.cwd())
const calls = new AsyncLocalStorage<ReadonlySet<string>>()
const done = new Set<string>()

function note(operations: ReadonlySet<string>, method: string, url: string): void {
  for (const id of operations) {
    const operation = byId.get(id)
    if (done.has(id) || !operation || !isRequestOf(operation, method, url)) continue
    done.add(id)
    appendFileSync(join(folder, `${process.pid}.txt`), `${id}\n`)
  }
}

const own = services.filter((service) => mapOf(service).packageName === basename(process.cwd()))
const byId = new Map(
  own.flatMap((service) => operationsOf(service).map((operation) => [operation.id, operation] as const)),
)

/** Operations of each `Class.method`. */
const byMethod = new Map<string, Set<string>>()
for (const service of own) {
  for (const [id, covering] of Object.entries(mapOf(service).map)) {
    if (typeof covering !== 'string') continue
    byMethod.set(covering, (byMethod.get(covering) ?? new Set()).add(id))
  }
}

if (byMethod.size > 0) {
  // What services have in common (`Versions`) is a class of core.
  const exported = { ...core, ...(await import(`@kamaki/${basename(process.cwd())}`)) } as Record<
    string,
    { prototype?: Record<string, unknown> }
  >
  for (const [name, operations] of byMethod) {
    const [className = '', method = ''] = name.split('.')
    const prototype = owner(exported[className]?.prototype, method)
    const original = prototype?.[method]
    if (!prototype || typeof original !== 'function') continue
    prototype[method] = function (this: object, ...args: unknown[]): unknown {
      const all = new Set([...(calls.getStore() ?? []), ...operations])
      return followed(
        calls.run(all, () => (original as Method).apply(this, args)),
        all,
      )
    }
  }
  for (const verb of ['json', 'jsonOrEmpty', 'empty', 'bytes', 'send', 'read'] as const) {
    const original = core.Http.prototype[verb] as unknown as (...args: unknown[]) => Promise<unknown>
    Object.defineProperty(core.Http.prototype, verb, {
      configurable: true,
      writable: true,
      value: async function (this: core.Http, method: string, path: string, ...rest: unknown[]): Promise<unknown> {
        const operations = calls.getStore()
        const answer = await original.call(this, method, path, ...rest)
        if (operations) note(operations, method, `${this.endpointUrl}/${path}`)
        return answer
      },
    })
  }
}

/** The object of the prototype chain that has `method`: subclasses inherit operations. */
function owner(prototype: Record<string, unknown> | undefined, method: string): Record<string, unknown> | undefined {
  for (let at: unknown = prototype; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, method)) return at as Record<string, unknown>
  }
  return undefined
}

/** A list asks for its pages when it is read, outside the call that made it: its readers run in the call's context. */
function followed(result: unknown, operations: ReadonlySet<string>): unknown {
  if (typeof result !== 'object' || result === null || !(Symbol.asyncIterator in result) || !('then' in result))
    return result
  return new Proxy(result, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        const made = calls.run(operations, () => (value as Method).apply(target, args))
        return key === Symbol.asyncIterator || key === 'pages'
          ? inContext(made as AsyncIterator<unknown>, operations)
          : made
      }
    },
  })
}

function inContext(
  iterator: AsyncIterator<unknown> & Partial<AsyncIterable<unknown>>,
  operations: ReadonlySet<string>,
): unknown {
  const source = iterator[Symbol.asyncIterator]?.() ?? iterator
  return {
    next: () => calls.run(operations, () => source.next()),
    return: (value?: unknown) => source.return?.(value) ?? Promise.resolve({ done: true, value }),
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
