/** A field of the form for a fault: its name in the rule, and how it is asked for. */
interface FaultField {
  readonly name: string
  readonly label: string
  readonly type: 'number' | 'text' | 'check' | readonly string[]
  /** What stands in it at first. */
  readonly value: string
  /** Left out of the rule if it is empty. */
  readonly isOptional?: boolean | undefined
}

export interface FaultKind {
  readonly kind: string
  readonly title: string
  readonly fields: readonly FaultField[]
}

const AFTER: FaultField = { name: 'afterBytes', label: 'After bytes', type: 'number', value: '', isOptional: true }

/** The faults of docs/emulator-control.md, as a form asks for them. */
export const FAULT_KINDS: readonly FaultKind[] = [
  {
    kind: 'status',
    title: 'Respond with an error',
    fields: [
      { name: 'status', label: 'Status', type: 'number', value: '503' },
      { name: 'retryAfter', label: 'Retry-After, seconds', type: 'number', value: '', isOptional: true },
      { name: 'message', label: 'Message', type: 'text', value: '', isOptional: true },
      { name: 'handled', label: 'Do what is asked all the same', type: 'check', value: '' },
    ],
  },
  {
    kind: 'reset',
    title: 'Reset the connection',
    fields: [{ name: 'when', label: 'When', type: ['before', 'upload', 'headers', 'body'], value: 'before' }, AFTER],
  },
  {
    kind: 'delay',
    title: 'Wait',
    fields: [{ name: 'ms', label: 'Milliseconds', type: 'number', value: '2000' }],
  },
  {
    kind: 'bandwidth',
    title: 'Slow the network down',
    fields: [
      { name: 'bytesPerSecond', label: 'Bytes a second', type: 'number', value: '100000' },
      { name: 'upload', label: 'Request bodies too', type: 'check', value: 'on' },
    ],
  },
  { kind: 'stall', title: 'Stop in the middle of a response', fields: [AFTER] },
  { kind: 'truncate', title: 'Cut a response short', fields: [AFTER] },
  {
    kind: 'corrupt',
    title: 'Flip bytes of a response',
    fields: [{ name: 'bytes', label: 'Bytes', type: 'number', value: '1' }],
  },
]

/** What was filled in of a form, by the names of its fields. */
export type Filled = Readonly<Record<string, string>>

/** The rule of a filled form, as the control API takes it. */
export function ruleOf(kind: FaultKind, filled: Filled): Readonly<Record<string, unknown>> {
  const fault: Record<string, unknown> = { kind: kind.kind }
  for (const { name, type, value, isOptional } of kind.fields) {
    const given = filled[name] ?? value
    if (type === 'check') {
      if (given) fault[name] = true
    } else if (given !== '' || !isOptional) fault[name] = type === 'number' ? Number(given) : given
  }
  const rule: Record<string, unknown> = { fault }
  if (filled['method']) rule['method'] = filled['method']
  const path = filled['path'] || filled['service']
  if (path) rule['path'] = path
  for (const name of ['times', 'skip']) if (filled[name]) rule[name] = Number(filled[name])
  if (filled['percent'] && filled['percent'] !== '100') rule['probability'] = Number(filled['percent']) / 100
  return rule
}

/** A rule in words. */
export function describeRule(rule: Readonly<Record<string, unknown>>): string {
  const faults = (Array.isArray(rule['fault']) ? rule['fault'] : [rule['fault']]) as Readonly<Record<string, unknown>>[]
  const what = faults.map((fault) => {
    const title = FAULT_KINDS.find(({ kind }) => kind === fault['kind'])?.title ?? String(fault['kind'])
    const rest = Object.entries(fault).filter(([name]) => name !== 'kind')
    return rest.length === 0 ? title : `${title} (${rest.map(([name, value]) => `${name} ${plain(value)}`).join(', ')})`
  })
  const method = rule['method'] === undefined ? 'any method' : [rule['method']].flat().join(' or ')
  const path = rule['path'] === undefined ? 'any path' : plain(rule['path'])
  const limits = [
    rule['skip'] ? `after ${plain(rule['skip'])}` : '',
    rule['times'] === undefined ? '' : `at most ${plain(rule['times'])} times`,
    rule['probability'] === undefined ? '' : `${Number(rule['probability']) * 100} % of the time`,
  ].filter(Boolean)
  return `${what.join(', ')}: ${[`${method}, ${path}`, ...limits].join(', ')}`
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
