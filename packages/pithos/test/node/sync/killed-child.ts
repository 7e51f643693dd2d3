// Runs one sync and kills itself at the event with the number that it was given.
import { PithosClient } from '@kamaki/pithos'
import { syncDown, syncUp } from '@kamaki/pithos/node'

const [direction, directory = '', endpoint = '', token = '', account = '', event = '', state = ''] =
  process.argv.slice(2)
const box = new PithosClient(endpoint, token, { account }).container('box')
let events = 0
const options = {
  state,
  delete: true,
  concurrency: 3,
  onProgress: () => {
    events += 1
    if (events === Number(event)) process.kill(process.pid, 'SIGKILL')
  },
}
await (direction === 'up' ? syncUp(directory, box, options) : syncDown(box, directory, options))
