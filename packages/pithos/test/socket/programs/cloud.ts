// A cloud in a process of its own, with blocks on disk: `node --import tsx cloud.ts FOLDER`. It tells its parent where it is, and counts.
import { createEmulator, type FaultRule } from '@kamaki/emulator'
import { DiskBlocks } from '@kamaki/emulator/node'

const folder = process.argv[2]
if (folder === undefined) throw new Error('where are the blocks to be?')
let requests: string[] = []
const emulator = createEmulator({
  blocks: new DiskBlocks(folder),
  onRequest: ({ method, target, fault }) =>
    requests.push(`${method} ${target}${fault === undefined ? '' : ` [${fault}]`}`),
})
const { origin } = await emulator.listen()

/** Asked by the parent: `requests` since the last time, or faults from now on. */
process.on('message', (message: { kind: 'requests' } | { kind: 'faults'; rules: FaultRule[] }) => {
  if (message.kind === 'requests') {
    process.send?.({ requests })
    requests = []
    return
  }
  emulator.faults.clear()
  for (const rule of message.rules) emulator.faults.add(rule)
  process.send?.({})
})
process.on('disconnect', () => process.exit(0))
process.send?.({ endpoint: `${origin}/pithos/object-store/v1`, users: emulator.env().users })
