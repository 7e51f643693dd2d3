// A file into the cloud and back; then only what changed. With progress, and Ctrl-C stops it: started again it goes on.
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PithosClient, type TransferProgress } from '@kamaki/pithos'
import { downloadFile, uploadFile } from '@kamaki/pithos/node'
import { example } from '../../astakos/examples/cloud.ts'

await example(async ({ astakos }) => {
  const pithos = await astakos.client(PithosClient)
  const container = pithos.container(`transfer-${Date.now()}`)
  await container.create()
  const folder = await mkdtemp(join(tmpdir(), 'kamaki-'))
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort(new Error('stopped')))
  try {
    const file = join(folder, 'film.mov')
    const content = new Uint8Array(20 * 2 ** 20)
    for (let index = 0; index < content.length; index++) content[index] = (index * 7 + (index >> 12)) % 251
    await writeFile(file, content)

    let phase = ''
    const onProgress = (progress: TransferProgress): void => {
      if (progress.phase !== phase) console.log(`  ${progress.phase} ...`)
      phase = progress.phase
    }
    const film = container.object('film.mov')
    const first = await uploadFile(film, file, { onProgress, signal: stop.signal, concurrency: 8 })
    console.log(`Up: ${first.transferred} of ${first.bytes} bytes sent, version ${first.version}`)

    const edit = await open(file, 'r+')
    await edit.write('The end', 10_000_000)
    await edit.close()
    const second = await uploadFile(film, file, { signal: stop.signal })
    console.log(`Up again: ${second.transferred} of ${second.bytes} bytes sent`)

    const down = await downloadFile(film, join(folder, 'copy.mov'), { signal: stop.signal })
    console.log(`Down: ${down.transferred} bytes, ${down.verified ? 'verified' : 'not verified'}`)

    // The first version is still there, and most of it is in the file already.
    const old = await downloadFile(film, join(folder, 'copy.mov'), { version: first.version })
    console.log(`The version before: ${old.transferred} bytes had to come`)

    // A part of it, and a stream.
    const head = await film.download({ range: { first: 0, last: 15 } }).bytes()
    let streamed = 0
    for await (const chunk of film.download({ signal: stop.signal })) streamed += chunk.length
    console.log(`${head.length} bytes of the beginning, ${streamed} as a stream`)
  } finally {
    await rm(folder, { recursive: true })
    await container.empty()
    await container.delete()
  }
})
