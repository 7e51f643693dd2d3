import { formatValue, rejectArgument } from '@kamaki/core/toolkit'
import picomatch from 'picomatch'

/** Which paths a sync is about. */
export interface Filter {
  /** Whether a file or an empty directory takes part. */
  allows(path: string): boolean
  /** Whether a directory, and with it all that is in it, is excluded. */
  excludes(path: string): boolean
}

type Matcher = (path: string) => boolean

/** @throws {InvalidArgumentError} for what would match nothing, or something else than was meant, without a word. */
function compile(glob: string, pattern: string, parameter: string, basename: boolean): Matcher {
  const options = { dot: true, windows: false, nonegate: true, basename, strictBrackets: true }
  const problem = (why: string): never =>
    rejectArgument(parameter, `is not a valid pattern: ${formatValue(pattern)} ${why}`)
  try {
    // What it writes for what is not a valid regular expression.
    if (picomatch.makeRe(glob, options).source === '$^') problem('matches nothing')
    return picomatch(glob, options)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const [, missing = ''] = /^Missing (.*?)(?: - |$)/.exec(error.message) ?? []
    return problem(
      `lacks ${missing.replace(/^(\w+): /, 'its $1 ')}. To mean the character itself, write a backslash before it`,
    )
  }
}

function matcher(patterns: string | readonly string[], parameter: 'include' | 'exclude'): Matcher {
  const list = typeof patterns === 'string' ? [patterns] : patterns
  const single = list.map((pattern) => {
    // Separators are always slashes here, and a backslash takes the meaning from the next character, on every system.
    const trimmed = pattern.replace(/(?<=.)\/$/, '')
    const basename = !trimmed.includes('/')
    return compile(trimmed.replace(/^\.?\/(?=.)/, ''), pattern, parameter, basename)
  })
  return (path) => single.some((matches) => matches(path))
}

/** A path and the directories it is in, from the outermost one. */
export function* pathAndParents(path: string): Generator<string, void, undefined> {
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) yield path.slice(0, at)
  yield path
}

/** Builds the filter of a sync's patterns. */
export function filterOf(options: {
  include?: string | readonly string[] | undefined
  exclude?: string | readonly string[] | undefined
}): Filter {
  const includes = options.include === undefined ? undefined : matcher(options.include, 'include')
  const excluded = options.exclude === undefined ? undefined : matcher(options.exclude, 'exclude')
  const excludes = (path: string): boolean => {
    if (excluded === undefined) return false
    for (const each of pathAndParents(path)) if (excluded(each)) return true
    return false
  }
  return { excludes, allows: (path) => !excludes(path) && (includes === undefined || includes(path)) }
}
