import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatIpv4, parseIpv4, parseIpv4Network } from '../../src/network/ipv4.ts'
import { eui64, formatIpv6, parseIpv6, parseIpv6Network } from '../../src/network/ipv6.ts'
import { AllocationPool, takeFrom } from '../../src/network/pool.ts'

describe('addresses', () => {
  it('of IPv4 survive formatting and back', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (value) => parseIpv4(formatIpv4(value)) === value))
  })

  it('of IPv6 survive formatting and back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), (value) => parseIpv6(formatIpv6(value)) === value),
    )
  })

  it('that are none are told', () => {
    for (const text of ['', '1.2.3', '1.2.3.4.5', '256.0.0.1', '010.0.0.1', 'a.b.c.d', ' 1.2.3.4'])
      expect(parseIpv4(text)).toBeNull()
    for (const text of ['', ':', ':::', '1::2::3', '1:2:3:4:5:6:7', '12345::', 'g::'])
      expect(parseIpv6(text)).toBeNull()
  })

  it('are written short', () => {
    expect(formatIpv6(0n)).toBe('::')
    expect(formatIpv6(1n)).toBe('::1')
    expect(formatIpv6(parseIpv6('fd00:0:0:1:0:0:0:1') ?? 0n)).toBe('fd00:0:0:1::1')
    expect(parseIpv6('::ffff:1.2.3.4')).toBe(0xffff01020304n)
  })

  it('make networks', () => {
    expect(parseIpv4Network('10.1.2.3/24')).toEqual({
      address: 0x0a010203,
      prefix: 24,
      network: 0x0a010200,
      broadcast: 0x0a0102ff,
    })
    expect(parseIpv4Network('10.0.0.0/255.255.255.0')?.prefix).toBe(24)
    expect(parseIpv4Network('10.0.0.0')?.prefix).toBe(32)
    expect(parseIpv4Network('10.0.0.0/33')).toBeNull()
    expect(parseIpv6Network('fd00::5/64')?.network).toBe(0xfd00n << 112n)
  })

  it('follow from a MAC', () => {
    expect(eui64(0xfd00n << 112n, 'aa:00:00:12:34:56')).toBe('fd00::a800:ff:fe12:3456')
  })
})

describe('a pool', () => {
  it('hands out the lowest address that is free, each once, and takes them back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 7 }), { maxLength: 60 }), (steps) => {
        const pool = new AllocationPool(0, 7)
        const taken = new Set<string>()
        for (const step of steps) {
          if (step < 0) {
            const got = pool.take()
            const free = [0, 1, 2, 3, 4, 5, 6, 7].map(formatIpv4).find((address) => !taken.has(address))
            expect(got).toEqual(free === undefined ? { failure: 'empty' } : { address: free })
            if ('address' in got) taken.add(got.address)
          } else {
            taken.delete(formatIpv4(step))
            pool.release(formatIpv4(step))
          }
        }
      }),
    )
  })

  it('says why a wanted address cannot be had', () => {
    const pools = [new AllocationPool(1, 2), new AllocationPool(5, 6)]
    expect(takeFrom(pools, '0.0.0.5')).toEqual({ address: '0.0.0.5' })
    expect(takeFrom(pools, '0.0.0.5')).toEqual({ failure: 'taken' })
    expect(takeFrom(pools, '0.0.0.3')).toEqual({ failure: 'outside' })
    expect(takeFrom(pools, 'home')).toEqual({ failure: 'outside' })
    expect([1, 2, 3, 4].map(() => takeFrom(pools))).toEqual([
      { address: '0.0.0.1' },
      { address: '0.0.0.2' },
      { address: '0.0.0.6' },
      { failure: 'empty' },
    ])
  })
})
