import { readFileSync, writeFileSync } from 'node:fs'

/** Forgets what the process had at most so far, where the system can (Linux). */
export function resetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch {
    // Then it is the peak of the whole process.
  }
}

/** Memory that the process had at most, in MiB. What `resourceUsage` says begins with the memory of the parent, on Linux. */
export function peakMiB(): number {
  try {
    const [, kib] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1')) ?? []
    if (kib !== undefined) return Number(kib) / 1024
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS / 1024
}
