import { expect, test } from 'vitest'
import { pithosOfWorker } from './worker.ts'

test('the second worker finds nothing of the others', async () => {
  const pithos = await pithosOfWorker()
  await pithos.container('second').create()
  const names = (await pithos.containers.list()).map(({ name }) => name)
  expect(names.filter((name) => name === 'first' || name === 'second')).toEqual(['second'])
  await pithos.container('second').delete()
})
