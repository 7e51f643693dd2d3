// One side of a comparison, in a process of its own; the parent says when it runs.
import { createSide } from './load-side.ts'
import { peakMiB, resetPeak } from './peak-memory.ts'
import type { SideInput, SideName } from './side.ts'

export type SideOrder = { readonly do: 'run' } | { readonly do: 'close' }

const { name, input } = JSON.parse(process.argv[2] ?? '') as { name: SideName; input: SideInput }
const side = await createSide(name, input)

// Whatever becomes of the parent.
process.on('disconnect', () => process.exit(0))
process.on('message', (order: SideOrder) => {
  answer(order).catch((error: unknown) => {
    console.error(error)
    process.exit(1)
  })
})
process.send?.('ready')

async function answer(order: SideOrder): Promise<void> {
  if (order.do === 'close') {
    await side.close?.()
    process.exit(0)
  }
  await side.prepare?.()
  // What came before is not collected at the cost of this run.
  globalThis.gc?.()
  resetPeak()
  const cpu = process.cpuUsage()
  const start = performance.now()
  const counted = await side.run()
  const ms = performance.now() - start
  const { user, system } = process.cpuUsage(cpu)
  process.send?.({ ms, cpuMs: (user + system) / 1000, peakMiB: peakMiB(), ...counted })
}
