import { Clock } from '@kamaki/emulator'
import fc from 'fast-check'
import { expect, test } from 'vitest'

test('a manual clock stands still until it is turned', () => {
  const clock = new Clock({ manual: true, start: 1000 })
  expect(clock.now()).toBe(1000)
  clock.advance(500)
  expect(clock.now()).toBe(1500)
})

test('what is planned runs in order, each at its own time, and what it plans in turn as well', () => {
  const clock = new Clock({ manual: true, start: 0 })
  const seen: [string, number][] = []
  clock.after(200, () => seen.push(['second', clock.now()]))
  clock.after(100, () => {
    seen.push(['first', clock.now()])
    clock.after(150, () => seen.push(['third', clock.now()]))
  })
  clock.after(1000, () => seen.push(['late', clock.now()]))
  clock.advance(300)
  expect(seen).toEqual([
    ['first', 100],
    ['second', 200],
    ['third', 250],
  ])
  expect(clock.pending).toBe(1)
})

test('a cancelled call does not run, and clear() forgets all', () => {
  const clock = new Clock({ manual: true })
  const seen: number[] = []
  clock.after(1, () => seen.push(1)).cancel()
  clock.after(2, () => seen.push(2))
  clock.clear()
  clock.advance(10)
  expect(seen).toEqual([])
})

test('runAll turns the clock as far as it takes', () => {
  const clock = new Clock({ manual: true, start: 0 })
  let rounds = 0
  const again = () => {
    if (++rounds < 5) clock.after(1000, again)
  }
  clock.after(1000, again)
  clock.runAll()
  expect(rounds).toBe(5)
  expect(clock.now()).toBe(5000)
})

test('calls run in the order of their times, those of one time in the order in which they were planned', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 40 }), (delays) => {
      const clock = new Clock({ manual: true, start: 0 })
      const seen: { delay: number; index: number }[] = []
      delays.forEach((delay, index) => {
        clock.after(delay, () => seen.push({ delay, index }))
      })
      clock.advance(20)
      const wanted = delays
        .map((delay, index) => ({ delay, index }))
        .sort((a, b) => a.delay - b.delay || a.index - b.index)
      expect(seen).toEqual(wanted)
    }),
  )
})

test('a running clock never shows the same time twice', () => {
  const clock = new Clock()
  const times = Array.from({ length: 1000 }, () => clock.now())
  expect(new Set(times).size).toBe(1000)
  expect([...times].sort((a, b) => a - b)).toEqual(times)
})

test('a running clock runs what is planned by itself, and can be turned ahead', async () => {
  const clock = new Clock()
  await new Promise<void>((resolve) => clock.after(5, resolve))
  const seen: string[] = []
  clock.after(3_600_000, () => seen.push('an hour later'))
  const before = clock.now()
  clock.advance(3_600_000)
  expect(seen).toEqual(['an hour later'])
  expect(clock.now() - before).toBeGreaterThanOrEqual(3_600_000)
})
