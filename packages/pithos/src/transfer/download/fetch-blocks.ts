import { mapLimit } from '@kamaki/core/toolkit'
import { type FetchJob, fetchRun } from './run.ts'
import { coalesce } from './runs.ts'

/** Fetches blocks, in ascending order as far as they are begun, several requests in flight. */
export async function fetchBlocks(
  job: FetchJob,
  indices: readonly number[],
  options: { concurrency: number; rangeBytes: number; signal?: AbortSignal | undefined },
): Promise<void> {
  const runs = coalesce(indices, Math.max(1, Math.floor(options.rangeBytes / job.map.block_size)))
  await mapLimit(runs, options.concurrency, (run, _index, signal) => fetchRun(job, run, signal), {
    signal: options.signal,
  })
}
