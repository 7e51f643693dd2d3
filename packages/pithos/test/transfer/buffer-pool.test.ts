import { afterEach, expect, it, vi } from 'vitest'
import { type BufferPool, withSharedPool } from '../../src/transfer/buffer-pool.ts'

afterEach(() => vi.useRealTimers())

const poolOf = (size: number, most: number): Promise<BufferPool> => withSharedPool(size, most, async (pool) => pool)

it('memory is shared by those who come at the same time, kept for who comes next, and let go of later', async () => {
  vi.useFakeTimers()
  const first = await withSharedPool(1_000, 2, async (pool) => {
    expect(await poolOf(1_000, 2)).toBe(pool)
    // Still in use.
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await poolOf(1_000, 2)).toBe(pool)
    return pool
  })
  const memory = first.take(900)
  first.give(memory)
  await vi.advanceTimersByTimeAsync(4_000)
  const next = await poolOf(1_000, 2)
  expect(next.take(800).buffer).toBe(memory.buffer)
  await vi.advanceTimersByTimeAsync(6_000)
  expect(await poolOf(1_000, 2)).not.toBe(first)
})

it('memory of another size, or more of it, is not shared', async () => {
  await withSharedPool(1_000, 2, async (pool) => {
    const larger = await poolOf(2_000, 2)
    expect(larger).not.toBe(pool)
    expect(await poolOf(2_000, 1)).toBe(larger)
    expect(await poolOf(2_000, 3)).not.toBe(larger)
  })
})
