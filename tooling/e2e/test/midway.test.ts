import { expect, test } from 'vitest'
import { leftovers } from '../src/leftovers.ts'
import { createNetwork } from '../src/networks.ts'
import { person } from '../src/person.ts'
import { anyImage, createServer } from '../src/servers.ts'
import { perform, stageEnv } from '../src/story.ts'

test('a story that fails midway leaves nothing behind', async () => {
  const env = stageEnv()
  const alice = await person(env, 'alice')
  if (alice === undefined) throw new Error('every ENV file has alice')
  let named = ''
  const failing = perform(env, { alice }, async ({ label, vars, cleanup }) => {
    named = label
    const network = await createNetwork(alice, { type: 'MAC_FILTERED', name: `${label}-net` }, cleanup)
    const [flavorRef, imageRef] = [Number(vars['flavorId']), await anyImage(alice)]
    await createServer(alice, { name: `${label}-vm`, flavorRef, imageRef, networks: [{ uuid: network.id }] }, cleanup)
    expect(await leftovers(alice, label)).toHaveLength(2)
    throw new Error('midway')
  })
  await expect(failing).rejects.toThrow(/^midway$/)
  expect(await leftovers(alice, named)).toEqual([])
})
