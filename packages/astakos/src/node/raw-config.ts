/** Sections by name, as they are written; keys in lower case. */
export type RawConfig = ReadonlyMap<string, ReadonlyMap<string, string>>

/** What Python strips, and takes for indentation. */
const space = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const leading = new RegExp(`^${space}*`)
const trailing = new RegExp(`(?<!${space})${space}+$`)

/** A line of a configuration file, and what it is to Python's `RawConfigParser` (with `strict=False`), which is what kamaki reads its own with. */
type RawLine = { readonly text: string } & (
  | { readonly kind: 'section'; readonly section: string }
  | { readonly kind: 'key'; readonly section: string; readonly key: string; readonly value: string }
  /** More of the value before it. */
  | { readonly kind: 'more'; readonly value: string }
  /** A comment, or empty. */
  | { readonly kind: 'other' }
)

/**
 * The lines of a configuration file: comments are whole lines, a value ends with its line unless the next one is indented, keys are in lower
 * case, nothing is interpolated or unquoted.
 *
 * @throws {SyntaxError} for a line that is neither a section nor a key with its value; the message does not show it, since it may be a token.
 */
function* rawLines(content: string): Generator<RawLine, void, undefined> {
  let section: string | undefined
  let inValue = false
  let indent = 0
  for (const [index, text] of content
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const stripped = strip(text)
    if (stripped.startsWith('#') || stripped.startsWith(';')) {
      yield { kind: 'other', text }
      continue
    }
    const ownIndent = leading.exec(text)?.[0].length ?? 0
    if (stripped === '' || (inValue && ownIndent > indent)) {
      yield inValue ? { kind: 'more', value: stripped, text } : { kind: 'other', text }
      continue
    }
    indent = ownIndent
    const end = stripped.lastIndexOf(']')
    if (stripped.startsWith('[') && end > 1) {
      section = stripped.slice(1, end)
      inValue = false
      yield { kind: 'section', section, text }
      continue
    }
    const delimiter = stripped.search(/[=:]/)
    if (section === undefined) throw new SyntaxError(`line ${index + 1} stands before the first [section]`)
    if (delimiter < 1) throw new SyntaxError(`line ${index + 1} is neither a [section] nor "key = value"`)
    inValue = true
    const key = strip(stripped.slice(0, delimiter)).toLowerCase()
    yield { kind: 'key', section, key, value: strip(stripped.slice(delimiter + 1)), text }
  }
}

/**
 * Reads a configuration file: a section or key that is repeated adds to or replaces the first, and `[DEFAULT]` holds for all sections.
 *
 * @throws {SyntaxError} as {@link rawLines} does.
 */
export function parseRawConfig(content: string): RawConfig {
  const sections = new Map<string, Map<string, string[]>>()
  const defaults = new Map<string, string[]>()
  let value: string[] | undefined
  const sectionOf = (name: string): Map<string, string[]> => {
    if (name === 'DEFAULT') return defaults
    const section = sections.get(name) ?? new Map<string, string[]>()
    sections.set(name, section)
    return section
  }
  for (const line of rawLines(content)) {
    if (line.kind === 'section') sectionOf(line.section)
    else if (line.kind === 'more') value?.push(line.value)
    else if (line.kind === 'key') {
      value = [line.value]
      sectionOf(line.section).set(line.key, value)
    }
  }
  const joined = ([key, parts]: [string, string[]]): [string, string] => [key, parts.join('\n').replace(trailing, '')]
  return new Map([...sections].map(([name, own]) => [name, new Map([...defaults, ...own].map(joined))]))
}

/**
 * The content with values in a section set, and all else as it is: comments, order, other keys. A section that does not exist is added at
 * the end.
 *
 * @param isSection whether a section is the one; of several, which count as one, the first gets the values.
 * @param header of a section that is added.
 */
export function setRawValues(
  content: string,
  isSection: (section: string) => boolean,
  header: string,
  values: Readonly<Record<string, string>>,
): string {
  const added = Object.entries(values).map(([key, value]) => `${key} = ${value}`)
  const lines = [...rawLines(content)]
  const kept: string[] = []
  let isReplaced = false
  let isSet = false
  for (const [index, line] of lines.entries()) {
    if (line.kind === 'key') isReplaced = isSection(line.section) && Object.hasOwn(values, line.key)
    // A value that goes takes its further lines along.
    if (isReplaced && (line.kind === 'key' || (line.kind === 'more' && line.value !== ''))) continue
    kept.push(line.text)
    if (line.kind !== 'section' || isSet || !isSection(line.section)) continue
    const next = lines.slice(index + 1).find(({ kind }) => kind === 'key' || kind === 'section')
    // Indented as what follows, which would otherwise be more of the last value.
    const indent = leading.exec(next?.text ?? '')?.[0] ?? ''
    kept.push(...added.map((text) => indent + text))
    isSet = true
  }
  if (!isSet) {
    while (kept.at(-1)?.trim() === '') kept.pop()
    kept.push(...(kept.length === 0 ? [] : ['']), header, ...added, '')
  }
  const mark = content.startsWith('\uFEFF') ? '\uFEFF' : ''
  return mark + kept.join(content.includes('\r\n') ? '\r\n' : '\n')
}

function strip(text: string): string {
  return text.replace(leading, '').replace(trailing, '')
}
