import { writeFileSync } from 'node:fs'
import type { Fault, FaultGroup, Times } from './fault.ts'
import { groups } from './faults/index.ts'
import { type Case, cases, concerns, faults } from './matrix.ts'
import { FETCHES, type FetchName, type Operation } from './operation.ts'
import { operations } from './operations.ts'
import { type Expectation, exceptions, expect, retryLimit } from './policy.ts'
import { prose } from './prose.ts'

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')
}

const sentAgain: Readonly<Record<Operation['repeats'], string>> = {
  always: 'yes',
  confirmed: 'after a look whether it happened',
  never: 'never',
}

function operationsTable(): string {
  const rows = operations.map(({ name, call, request, repeats, cures, waits }) => {
    const also = cures.length === 0 ? '' : `, also on ${cures.map((cure) => curesOf[cure]).join(' and ')}`
    return [
      name,
      `\`${call}\``,
      `\`${request}\``,
      `${waits ? 'yes, until `timeoutMs` is over' : sentAgain[repeats]}${also}`,
    ]
  })
  return table(['', 'call', 'request that is struck', 'sent again'], rows)
}

const curesOf: Readonly<Record<Operation['cures'][number], string>> = {
  'quota race': '500',
  'wrong bytes': 'wrong bytes',
}

/** What an operation that is struck once does, if it follows from what it does when it is always struck. */
function onceOf({ sendings, ending }: Expectation): string {
  return sendings[0] > retryLimit ? '2 ok' : cellOf({ sendings, ending }, ending)
}

function cellOf({ sendings, ending }: Pick<Expectation, 'sendings' | 'ending'>, usual: string): string {
  const [least, most] = sendings
  const count = least === most ? `${least}` : '…'
  if (ending === 'success') return `${count} ok`
  return ending === usual || count === '…' ? count : `${count} ${ending}`
}

/** The ending that most operations have. */
function usualEnding(all: readonly Expectation[]): string {
  const counts = new Map<string, number>()
  for (const { ending } of all) {
    if (ending !== 'success' && ending !== 'WaitTimeoutError') counts.set(ending, (counts.get(ending) ?? 0) + 1)
  }
  const [first] = [...counts].sort(([, a], [, b]) => b - a)
  return first?.[0] ?? 'success'
}

function rowOf(name: string, fault: Fault, times: Times, fetch: FetchName): string[] {
  const concerned = operations.filter((operation) => concerns(fault, operation))
  const usual = usualEnding(concerned.map((operation) => expect(operation, fault, times, fetch)))
  const cells = operations.map((operation) =>
    concerned.includes(operation) ? cellOf(expect(operation, fault, times, fetch), usual) : '',
  )
  return [name, endings[usual] ?? usual, ...cells]
}

const endings: Readonly<Record<string, string>> = { success: 'success', own: 'what it threw' }

/** A row for a fault that always strikes; more where once, or with the built-in fetch, is another matter. */
function rowsOf(fault: Fault): string[][] {
  const { name } = fault
  const [first = 'always'] = fault.times === undefined ? (['always'] as const) : [fault.times]
  const [builtIn, other] = FETCHES.map((fetch) => rowOf(name, fault, first, fetch)) as [string[], string[]]
  const suffix = first === 'once' ? ', once' : ''
  const isSame = builtIn.join() === other.join()
  const rows = isSame
    ? [[name + suffix, ...builtIn.slice(1)]]
    : [
        [`${name}, with \`fetch\``, ...builtIn.slice(1)],
        [`${name}, with \`createNodeFetch()\``, ...other.slice(1)],
      ]
  if (fault.times === undefined && !onceFollows(fault)) rows.push(rowOf(`${name}, once`, fault, 'once', 'fetch'))
  return rows
}

function onceFollows(fault: Fault): boolean {
  return operations
    .filter((operation) => concerns(fault, operation))
    .every((operation) => {
      const once = expect(operation, fault, 'once', 'fetch')
      return cellOf(once, once.ending) === onceOf(expect(operation, fault, 'always', 'fetch'))
    })
}

const columns = ['read', 'write', 'delete', 'create', 'block', 'object', 'if none', 'hashmap', 'download', 'wait']

function section({ title, about, faults: some }: FaultGroup): string {
  return `### ${title}\n\n${about}\n\n${table(['fault', 'ends with', ...columns], some.flatMap(rowsOf))}`
}

function exceptionsList(): string {
  return exceptions
    .map(({ operation, named, expectation: { ending, sendings }, because }) => {
      const end = ending === 'success' ? 'succeeds' : `ends with ${ending}`
      return `- ${operation}, ${named}: ${end}, after ${sendings[0]} sending. ${because}`
    })
    .join('\n')
}

const countOf = (test: (one: Case) => boolean): string => cases.filter(test).length.toLocaleString('en')

function totals(): string {
  const again = countOf(({ expected }) => expected.sendings[1] > 1)
  return table(
    ['', 'cases'],
    [
      [
        `${operations.length} operations × ${faults.length} faults × once, always × 2 fetches, where they apply`,
        countOf(() => true),
      ],
      ['that succeed', countOf(({ expected }) => expected.ending === 'success')],
      ['that are sent more than once', again],
      [
        'that are sent once, or not at all, and fail',
        countOf(({ expected }) => expected.sendings[1] <= 1 && expected.ending !== 'success'),
      ],
      ['that say that the request may have been carried out', countOf(({ expected }) => expected.warns)],
    ],
  )
}

/** docs/reliability.md, from the data that the tests check. */
export function documentText(): string {
  const parts: Readonly<Record<string, string>> = {
    operations: operationsTable(),
    exceptions: exceptionsList(),
    totals: totals(),
    groups: groups.map(section).join('\n\n'),
    sendings: `${1 + retryLimit}`,
    limit: `${retryLimit}`,
  }
  return prose.replace(/\{\{(\w+)\}\}/g, (_match, name: string) => parts[name] ?? '')
}

export const documentFile: URL = new URL('../../../docs/reliability.md', import.meta.url)

export function writeDocument(): void {
  writeFileSync(documentFile, documentText())
}
