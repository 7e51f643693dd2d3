// Hashes the beginning of a file by a thread, if there is a file.
import { open } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { threads } from '../../../src/node/files/hash-threads.ts'

const [path = ''] = process.argv.slice(2)
if (path !== '') {
  const handle = await open(path)
  threads.start()
  let work: Promise<unknown> | undefined
  while (work === undefined) {
    await sleep(10)
    work = threads.hashPart('sha256', { fd: handle.fd, position: 0, length: 3 })
  }
  console.log(await work)
  await handle.close()
}
