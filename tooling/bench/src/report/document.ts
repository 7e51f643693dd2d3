import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { CaseResult } from '../case.ts'
import { docs, texts } from '../paths.ts'
import { describe, type Machine } from './machine.ts'
import { formatFigure, formatGoal, isReached } from './numbers.ts'
import { drawPlot } from './svg.ts'

/** What the page is written from. */
export interface Results {
  readonly machine: Machine
  readonly cases: readonly Omit<CaseResult, 'samples'>[]
}

const folder = new URL('performance/', docs)
const resultsFile = new URL('results.json', folder)
export const page: URL = new URL('performance.md', docs)

const read = (name: string): string => {
  const file = new URL(`${name}.md`, texts)
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

function table(cases: Results['cases']): string {
  const rows = cases.flatMap(({ name, figures }) =>
    figures.map((figure) => {
      const verdict = isReached(figure) === false ? ' (missed)' : ''
      const value = `${formatFigure(figure)}${verdict}`
      return row([figure.title, formatGoal(figure.goal, figure.unit), value, `\`--only ${name}\``])
    }),
  )
  return [row(['', 'goal', 'measured', '`pnpm bench`']), row(['---', '---', '---', '---']), ...rows].join('\n')
}

function group(name: string, cases: Results['cases']): string {
  const plots = cases.flatMap(({ name: only, plots: some }) =>
    some.map(({ name: file, title }) => `![${title}](./performance/${file}.svg)\n\n\`pnpm bench --only ${only}\``),
  )
  const figures = cases.some((one) => one.figures.length > 0) ? [table(cases)] : []
  return [`## ${name}`, ...figures, read(name.toLowerCase()), ...plots].filter((part) => part !== '').join('\n\n')
}

/** What was measured last. */
export function readResults(): Results {
  return JSON.parse(readFileSync(resultsFile, 'utf8')) as Results
}

/** docs/performance.md, from what was measured and what is written in text/. */
export function pageText({ machine, cases }: Results): string {
  const names = [...new Set(cases.map((one) => one.group))]
  const groups = names.map((name) =>
    group(
      name,
      cases.filter((one) => one.group === name),
    ),
  )
  const parts: Readonly<Record<string, string>> = { machine: describe(machine), groups: groups.join('\n\n') }
  return `${read('performance').replace(/\{\{(\w+)\}\}/g, (_match, name: string) => parts[name] ?? '')}\n`
}

/**
 * Keeps what was measured, and of other cases what was measured before.
 * @throws {Error} if that was on another machine: figures that stand side by side must be comparable
 */
export function keepResults({ machine, cases }: Results, isWhole: boolean): void {
  mkdirSync(folder, { recursive: true })
  const before = isWhole ? { machine, cases: [] } : readResults()
  if (describe(before.machine) !== describe(machine))
    throw new Error(`The other cases were measured on ${describe(before.machine)}: leave --only out`)
  const measured = new Map(cases.map((one) => [one.name, one]))
  const known = new Set(before.cases.map(({ name }) => name))
  const all = [
    ...before.cases.map((one) => measured.get(one.name) ?? one),
    ...cases.filter(({ name }) => !known.has(name)),
  ]
  const kept = all.map(({ name, group: of, seconds, figures, plots }) => ({ name, group: of, seconds, figures, plots }))
  writeFileSync(resultsFile, JSON.stringify({ machine, cases: kept }))
}

/** Writes the page and its plots from what was kept. */
export function writeDocs(): void {
  const results = readResults()
  for (const { plots } of results.cases) {
    for (const plot of plots)
      writeFileSync(new URL(`${plot.name}.svg`, folder), drawPlot(plot, describe(results.machine)))
  }
  writeFileSync(page, pageText(results))
}
