import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const root = new URL('../../../', import.meta.url)
const page = readFileSync(new URL('docs/errors.md', root), 'utf8')
const rows = [...page.matchAll(/^\| `(\w+)` *\|([^|]+)\|([^|]+)\|$/gm)].map(([, name = '', cause = '', cure = '']) => ({
  name,
  cause: cause.trim(),
  cure: cure.trim(),
}))

/** The names of all classes of errors that the packages export. */
async function exportedErrors(): Promise<string[]> {
  const names = new Set<string>()
  for (const folder of readdirSync(new URL('packages/', root))) {
    const { name, exports } = JSON.parse(readFileSync(new URL(`packages/${folder}/package.json`, root), 'utf8')) as {
      name: string
      exports: Record<string, unknown>
    }
    for (const entry of Object.keys(exports).filter((key) => !key.endsWith('.json'))) {
      const module = (await import(/* @vite-ignore */ name + entry.slice(1))) as Record<string, unknown>
      for (const [key, value] of Object.entries(module))
        if (typeof value === 'function' && value.prototype instanceof Error) names.add(key)
    }
  }
  return [...names].sort()
}

describe('the page on errors', () => {
  it('has every class of error that a package exports, once, and no other', async () => {
    const exported = await exportedErrors()
    expect(exported.length).toBeGreaterThan(30)
    expect(rows.map(({ name }) => name).sort()).toEqual(exported)
  })

  it('says of each what causes it and what to do', () => {
    expect(rows.filter(({ cause, cure }) => cause.length < 10 || cure.length < 10)).toEqual([])
  })
})
