import { inspect } from 'node:util'
import { hideSecrets } from '@kamaki/core/toolkit'
import { expect, it } from 'vitest'

it('hides the secrets of a result from logs and copies, not from who asks by name', () => {
  const result = hideSecrets({ id: 1, adminPass: 's3cret' }, 'adminPass', 'private_key')
  expect(result.adminPass).toBe('s3cret')
  for (const shown of [
    inspect(result),
    inspect({ deep: [result] }),
    JSON.stringify(result),
    JSON.stringify({ ...result }),
  ])
    expect(shown).not.toContain('s3cret')
  expect(Object.keys(result)).toEqual(['id'])
  expect('private_key' in result).toBe(false)
})
