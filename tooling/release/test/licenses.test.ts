import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { dependenciesOf, notAccepted } from '../src/licenses.ts'
import { publishedPackages, root } from '../src/packages.ts'

describe.each(publishedPackages())('$name', ({ folder, name }) => {
  const dependencies = dependenciesOf(join(root, folder))

  test('brings only packages whose license asks nothing of its users', () => {
    if (name !== '@kamaki/core') expect(dependencies).not.toEqual([])
    expect(notAccepted(dependencies)).toEqual([])
  })

  test('brings few packages', () => {
    expect(dependencies.filter((one) => !one.name.startsWith('@kamaki/')).length).toBeLessThanOrEqual(
      name === '@kamaki/emulator' ? 12 : 5,
    )
  })
})

test('a license that nobody looked at is found', () => {
  const odd = { name: 'odd', version: '1.0.0', license: 'SSPL-1.0' }
  expect(notAccepted([odd, { ...odd, license: 'MIT' }])).toEqual([odd])
})
