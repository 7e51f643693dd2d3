import { test } from '@kamaki/emulator/vitest'
import { expect } from 'vitest'

const PATH = '/astakos/account/v1.0/resources'

test('is well', async ({ emulator }) => {
  await emulator.fetch(PATH)
})

test('fails', async ({ emulator }) => {
  await emulator.fetch(PATH)
  throw new Error('on purpose')
})

test('expects something else', async ({ emulator }) => {
  await emulator.fetch(PATH)
  expect(emulator).toHaveReceived(['DELETE /never'])
})
