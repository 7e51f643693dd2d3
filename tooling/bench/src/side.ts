import type { Target } from './cloud.ts'

/** What is measured: the SDK, or what a user could do instead. It runs in a process of its own. */
export interface Side {
  /** Before each run; not measured. */
  prepare?(): Promise<void>
  /** What is measured. It may count something else than time and CPU. */
  run(): Promise<undefined | Readonly<Record<string, number>>>
  close?(): Promise<void>
}

/** What a side is created with. */
export interface SideInput {
  readonly target: Target
  /** A folder that all sides of a case share. */
  readonly folder: string
  readonly settings: Readonly<Record<string, number>>
}

export type CreateSide = (input: SideInput) => Promise<Side>

/** The modules of `sides/`. */
export type SideModule =
  | 'calls'
  | 'bare-calls'
  | 'ky-calls'
  | 'lists'
  | 'bare-lists'
  | 'transfers'
  | 'bare-transfers'
  | 'syncs'
  | 'bare-syncs'
  | 'emulator'
  | 'each-file'
  | 'python'

/** Names a side: a module of `sides/` and one of its exports. */
export interface SideName {
  readonly module: SideModule
  readonly side: string
}
