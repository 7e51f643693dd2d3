import type { FigureResult } from '../case.ts'

/** Three digits, more for what is large. */
function formatNumber(value: number): string {
  const size = Math.abs(value)
  if (size >= 1000) return Math.round(value).toLocaleString('en')
  if (size >= 10) return value.toFixed(size >= 100 ? 0 : 1)
  return size >= 0.1 || size === 0 ? value.toFixed(2) : String(Number(value.toPrecision(2)))
}

/** A number at an axis. */
export function formatTick(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 })
}

export function formatGoal(goal: FigureResult['goal'], unit: string): string {
  if (goal === undefined) return ''
  const [words, value] = 'atMost' in goal ? ['at most', goal.atMost] : ['at least', goal.atLeast]
  return `${words} ${value.toLocaleString('en')}${unit && ` ${unit}`}`
}

/** Whether the median reaches the goal, to two digits; undefined without one. */
export function isReached({ goal, median }: FigureResult): boolean | undefined {
  if (goal === undefined) return undefined
  const slack = 1.005
  return 'atMost' in goal ? median <= goal.atMost * slack : median * slack >= goal.atLeast
}

/** `1.23 (1.10 to 1.40)` */
export function formatFigure({ median, least, most, unit }: FigureResult): string {
  const range = least === most ? '' : ` (${formatNumber(least)} to ${formatNumber(most)})`
  return `${formatNumber(median)}${unit && ` ${unit}`}${range}`
}
