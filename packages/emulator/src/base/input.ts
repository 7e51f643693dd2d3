import * as v from 'valibot'

/** An argument, an option or a field that cannot be used. Nothing was done. */
export class EmulatorArgumentError extends TypeError {
  override readonly name: string = 'EmulatorArgumentError'
  /** What is wrong: `port`, `fault.kind`, `users[2].name`. */
  readonly parameter: string

  constructor(parameter: string, message: string) {
    super(message)
    this.parameter = parameter
  }
}

/** @throws {EmulatorArgumentError} always: `rejectInput('port', 'must be an integer; got "8080x"')` */
export function rejectInput(parameter: string, problem: string): never {
  throw new EmulatorArgumentError(parameter, `${parameter} ${problem}`)
}

/** A value for a message: strings quoted and truncated, arrays and objects by their kind only. */
export function formatValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'bigint') return `${value}n`
  return Array.isArray(value) ? 'an array' : typeof value === 'object' && value !== null ? 'an object' : String(value)
}

type Message = (issue: v.BaseIssue<unknown>) => string

/** The message of a schema: `must be a boolean; got 5`. */
export function must(be: string): Message {
  return ({ input }) => (input === undefined ? `is missing: it must ${be}` : `must ${be}; got ${formatValue(input)}`)
}

type Schema<T> = v.GenericSchema<T>

/** What neither a database, a file name nor a header can hold: a zero byte, or half of a character. */
const UNUSABLE = /\0|\p{Surrogate}/u
const usable = v.check<string, Message>(
  (value) => !UNUSABLE.test(value),
  must('hold no zero bytes and no halves of characters'),
)

export const anyString: Schema<string> = v.pipe(v.string(must('be a string')), usable)
export const nonEmptyString: Schema<string> = v.pipe(
  v.string(must('be a non-empty string')),
  v.nonEmpty(must('be a non-empty string')),
  usable,
)

/** A string that matches. */
export function stringLike(pattern: RegExp, be: string): Schema<string> {
  return v.pipe(v.string(must(be)), v.regex(pattern, must(be)))
}

/** At most so many characters in one line: a name, say. */
export function oneLine(most: number): Schema<string> {
  return stringLike(
    new RegExp(`^[^\\p{Cc}\\p{Surrogate}]{1,${most}}$`, 'u'),
    `be a string of 1 to ${most} characters without line breaks`,
  )
}

export const headerValue: Schema<string> = stringLike(
  /^[\t\x20-\x7e\x80-\xff]*$/,
  'be a string that a header can hold: Latin-1 without line breaks',
)
export const headerName: Schema<string> = stringLike(
  /^[\w!#$%&'*+.^`|~-]+$/,
  'be the name of a header: letters, digits and hyphens',
)
export const method: Schema<string> = stringLike(/^[A-Z]+$/, "be a method in capital letters, such as 'GET'")

export const boolean: Schema<boolean> = v.boolean(must('be true or false'))

/** A hundred years, in milliseconds. */
export const LONGEST_MS: number = 100 * 365.25 * 24 * 3600 * 1000
export const milliseconds: Schema<number> = v.pipe(
  v.number(must('be a non-negative number of milliseconds')),
  v.finite(must('be a non-negative number of milliseconds')),
  v.minValue(0, must('be a non-negative number of milliseconds')),
  v.maxValue(LONGEST_MS, must(`be at most ${LONGEST_MS} milliseconds, which is 100 years`)),
)

export function integer(least: number, most: number = Number.MAX_SAFE_INTEGER): Schema<number> {
  const message = must(
    most === Number.MAX_SAFE_INTEGER ? `be an integer from ${least}` : `be an integer from ${least} to ${most}`,
  )
  return v.pipe(v.number(message), v.integer(message), v.minValue(least, message), v.maxValue(most, message))
}

export function numberBetween(least: number, most: number): Schema<number> {
  const message = must(`be a number from ${least} to ${most}`)
  return v.pipe(v.number(message), v.minValue(least, message), v.maxValue(most, message))
}

export function oneOf<const T extends string>(choices: readonly T[]): Schema<T> {
  return v.picklist(choices, must(`be one of ${choices.map((choice) => `'${choice}'`).join(', ')}`))
}

/** One of several schemas; `be` says what all of them are. */
export function either<const S extends readonly v.GenericSchema[]>(
  be: string,
  schemas: S,
): Schema<v.InferOutput<S[number]>> {
  return v.union(schemas, must(be)) as Schema<v.InferOutput<S[number]>>
}

export function listOf<T>(item: v.GenericSchema<T>): Schema<T[]> {
  return v.array(item, must('be an array'))
}

export function mapOf<T>(value: v.GenericSchema<T>, key: Schema<string> = v.string()): Schema<Record<string, T>> {
  return v.record(key, value, must('be an object'))
}

/** An object with these fields and no others, as one of a variant. */
export function fields<const E extends v.ObjectEntries>(
  entries: E,
): v.StrictObjectSchema<E, (issue: v.StrictObjectIssue) => string> {
  return v.strictObject(entries, (issue) => {
    const name = String(issue.path?.at(-1)?.key ?? '')
    if (issue.expected === 'never') return `Unknown field '${name}'. ${allowedFields(Object.keys(entries))}`
    return issue.expected === 'Object' ? must('be an object')(issue) : 'is missing'
  })
}

function allowedFields(names: readonly string[]): string {
  return names.length === 0 ? 'No field is allowed' : `Allowed fields: ${names.toSorted().join(', ')}`
}

/** An object with these fields and no others, and not an array. */
export function shape<const E extends v.ObjectEntries>(
  entries: E,
): Schema<v.InferOutput<v.StrictObjectSchema<E, undefined>>> {
  const object = fields(entries)
  const array = v.never(must('be an object'))
  return v.lazy((input) => (Array.isArray(input) ? array : object))
}

/** What is wrong with a value, and where in it. */
export interface Problem {
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** Everything that is wrong with a value; of each part of it the first thing. */
export function problemsOf(schema: v.GenericSchema, value: unknown): Problem[] {
  const { issues = [] } = v.safeParse(schema, value)
  const problems = new Map<string, Problem>()
  for (const { message, path: keys = [] } of issues) {
    const path = keys.map(({ key }) => (typeof key === 'number' ? key : String(key)))
    const place = pathText(path)
    if (problems.has(place)) continue
    problems.set(place, { path, message: message.startsWith('Unknown') ? message : `${place || 'It'} ${message}` })
  }
  return [...problems.values()]
}

/**
 * The value, if it is what the schema says.
 * @param name how the value itself is called in messages; its fields are called by their own names
 * @throws {EmulatorArgumentError} naming the first field that is wrong
 */
export function checked<T>(schema: v.GenericSchema<T>, value: unknown, name: string): T {
  const [problem] = problemsOf(schema, value)
  if (!problem) return value as T
  const message = problem.path.length === 0 ? problem.message.replace(/^It/, name) : problem.message
  throw new EmulatorArgumentError(pathText(problem.path) || name, message)
}

function pathText(path: readonly (string | number)[]): string {
  return path.map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`)).join('')
}
