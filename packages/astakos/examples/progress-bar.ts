import type { ProgressListener } from '@kamaki/pithos'
import { Presets, SingleBar } from 'cli-progress'

/** Shows how far a transfer is, on a terminal; elsewhere nothing. */
export async function progressBar<T>(
  label: string,
  transfer: (onProgress: ProgressListener) => Promise<T>,
): Promise<T> {
  const bar = new SingleBar(
    { format: `${label.padEnd(9)}{phase} [{bar}] {percentage}% {mib} MiB`, hideCursor: true, clearOnComplete: true },
    Presets.shades_classic,
  )
  bar.start(1, 0, { phase: ''.padEnd(9), mib: '0.0' })
  try {
    return await transfer(({ phase, loaded, total }) => {
      bar.setTotal(total ?? loaded)
      bar.update(loaded, { phase: phase.padEnd(9), mib: (loaded / 2 ** 20).toFixed(1) })
    })
  } finally {
    bar.stop()
  }
}
