import type { Emulator } from '@kamaki/emulator'
import type { BuiltCloud } from '../src/server/build-cloud.ts'
import type { InProcessEmulator } from '../src/server/emulator.ts'

/** The stores of an emulator. */
export function cloudOf(emulator: Emulator): BuiltCloud {
  return (emulator as InProcessEmulator).cloud
}
