import type { Summary } from '../statistics.ts'

export interface Axis {
  readonly title: string
  readonly scale: 'log' | 'linear'
}

/** How a cost grows. */
export interface Plot {
  /** Of the file, without its ending. */
  readonly name: string
  readonly title: string
  readonly x: Axis
  readonly y: Axis
  readonly lines: readonly Line[]
}

export interface Line {
  readonly name: string
  readonly points: readonly (Summary & { readonly x: number })[]
}
