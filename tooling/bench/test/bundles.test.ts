import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { moduleShares } from '../src/bundle-modules.ts'
import { bundle, bundleKb, clients } from '../src/bundle-size.ts'

const { bundleKb: limits } = JSON.parse(readFileSync(new URL('../limits.json', import.meta.url), 'utf8')) as {
  bundleKb: Record<string, number>
}

describe('a bundle of one client, minified and compressed', () => {
  for (const [name, client] of Object.entries(clients)) {
    const limit = limits[name] ?? 0
    it(`of @kamaki/${name} with ${client} has at most ${limit} kB`, async () => {
      const size = await bundleKb(name)
      expect(size, 'Smaller code, or a higher limit in tooling/bench/limits.json with its reason').toBeLessThanOrEqual(
        limit,
      )
      expect(size, 'It is much smaller now: lower its limit in tooling/bench/limits.json').toBeGreaterThan(limit * 0.7)
    })
  }
})

it('is accounted for by its modules, the largest first, without what only Node needs', async () => {
  const shares = await moduleShares('core')
  expect(shares.reduce((sum, { length }) => sum + length, 0)).toBe((await bundle('core')).code.length)
  expect(shares.map(({ bytes }) => bytes)).toEqual(shares.map(({ bytes }) => bytes).sort((a, b) => b - a))
  expect(shares[0]?.module).toBe('ky')
  const modules = shares.map(({ module }) => module)
  expect(modules).toContain('core/src/client/client.ts')
  for (const ofNode of ['caller-stack', 'network-causes', 'node-dispatcher', 'status-wait'])
    expect(modules.filter((module) => module.includes(ofNode))).toEqual([])
})
