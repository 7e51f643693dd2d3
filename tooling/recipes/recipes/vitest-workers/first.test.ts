import { expect, test } from 'vitest'
import { pithosOfWorker } from './worker.ts'

test('the first worker finds nothing of the others', async () => {
  const pithos = await pithosOfWorker()
  await pithos.container('first').create()
  const names = (await pithos.containers.list()).map(({ name }) => name)
  expect(names.filter((name) => name === 'first' || name === 'second')).toEqual(['first'])
  await pithos.container('first').delete()
})
