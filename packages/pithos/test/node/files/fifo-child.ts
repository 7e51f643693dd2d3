// Tries to use a FIFO as everything that a file can be, and ends.
import { PithosClient } from '@kamaki/pithos'
import { downloadFile, syncUp, uploadFile } from '@kamaki/pithos/node'

const [fifo = ''] = process.argv.slice(2)
const box = new PithosClient('http://127.0.0.1:9/v1', 'token', { account: 'a' }).container('box')
const tell = (promise: Promise<unknown>): Promise<void> =>
  promise.then(
    () => console.log('done'),
    (error: unknown) => console.log(error instanceof Error ? error.name : error),
  )
await tell(uploadFile(box.object('x'), fifo))
await tell(downloadFile(box.object('x'), fifo))
await tell(syncUp(fifo, box, { state: false }))
await tell(uploadFile(box.object('x'), fifo, { signal: AbortSignal.abort('the reason') }))
