// Keeps a directory and the objects below a prefix the same, both ways.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PithosClient } from '@kamaki/pithos'
import { SyncError, syncDown, syncUp } from '@kamaki/pithos/node'
import { example } from '../../astakos/examples/cloud.ts'

await example(async ({ astakos }) => {
  let requests = 0
  const onRequest = (): void => {
    requests += 1
  }
  const pithos = await astakos.client(PithosClient, { hooks: { onRequest } })
  const container = pithos.container(`sync-${Date.now()}`)
  await container.create()
  const folder = await mkdtemp(join(tmpdir(), 'sync-'))
  const here = join(folder, 'here')
  const there = join(folder, 'there')
  // Without `state` the hashes of files are remembered in the user's cache directory.
  const common = { prefix: 'site', delete: true, exclude: '*.tmp', state: join(folder, 'state.json') }
  try {
    await mkdir(join(here, 'a'), { recursive: true })
    await writeFile(join(here, 'index.html'), '<h1>Welcome</h1>')
    await writeFile(join(here, 'a', 'one.txt'), 'The one')
    await writeFile(join(here, 'a', 'two.txt'), 'The two.')
    await writeFile(join(here, 'a', 'notes.tmp'), 'not for the cloud')

    const plan = await syncUp(here, container, { ...common, dryRun: true })
    for (const { action, path } of plan.actions) console.log(`Would ${action} ${path}`)

    const up = await syncUp(here, container, common)
    console.log(`Up: ${up.actions.length} files, ${up.transferred} bytes`)

    requests = 0
    const again = await syncUp(here, container, common)
    const todo = again.actions.length === 0 ? 'nothing to do' : `${again.actions.length} to do`
    console.log(`Again: ${todo}, ${again.unchanged} unchanged, ${requests} requests`)

    await writeFile(join(here, 'a', 'two.txt'), 'Now the second one.')
    await rm(join(here, 'a', 'one.txt'))
    const changed = await syncUp(here, container, common)
    const count = (wanted: string): number => changed.actions.filter(({ action }) => action === wanted).length
    console.log(`Up: ${count('upload')} file changed, ${count('delete')} deleted`)

    // Somebody who may write here cannot make us write elsewhere.
    await container.object('site/../outside.txt').upload('What a surprise')
    const down = await syncDown(container, there, { ...common, state: false })
    const files = down.actions.map(({ path }) => path).sort()
    const refused = down.skipped.map(({ path, reason }) => `${path} (${reason})`)
    console.log(`Down: ${files.join(' ')}, without ${refused.join(', ')}`)
  } catch (error) {
    if (SyncError.isInstance(error)) for (const { path, error: cause } of error.failures) console.error(path, cause)
    throw error
  } finally {
    await rm(folder, { recursive: true })
    await container.empty()
    await container.delete()
  }
})
