import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bundleKb, clients } from '../src/bundle-size.ts'

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
