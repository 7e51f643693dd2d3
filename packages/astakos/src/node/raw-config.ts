/** Sections by name, as they are written; keys in lower case. */
export type RawConfig = ReadonlyMap<string, ReadonlyMap<string, string>>

/** What Python strips, and takes for indentation. */
const space = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const leading = new RegExp(`^${space}*`)
const trailing = new RegExp(`(?<!${space})${space}+$`)

/**
 * Reads a configuration file as Python's `RawConfigParser` does (with `strict=False`), which is what kamaki reads its own with: comments
 * are whole lines, a value ends with its line unless the next one is indented, a section or key that is repeated adds to or replaces the
 * first, nothing is interpolated or unquoted, and `[DEFAULT]` holds for all sections.
 *
 * @throws {SyntaxError} for a line that is neither a section nor a key with its value; the message does not show it, since it may be a token.
 */
export function parseRawConfig(content: string): RawConfig {
  const sections = new Map<string, Map<string, string[]>>()
  const defaults = new Map<string, string[]>()
  let section: Map<string, string[]> | undefined
  let value: string[] | undefined
  let indent = 0
  const lines = content.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  for (const [index, line] of lines.entries()) {
    const text = strip(line)
    if (text.startsWith('#') || text.startsWith(';')) continue
    const ownIndent = leading.exec(line)?.[0].length ?? 0
    if (text === '' || (value !== undefined && ownIndent > indent)) {
      value?.push(text)
      continue
    }
    indent = ownIndent
    const end = text.lastIndexOf(']')
    if (text.startsWith('[') && end > 1) {
      const name = text.slice(1, end)
      section = name === 'DEFAULT' ? defaults : (sections.get(name) ?? new Map<string, string[]>())
      if (section !== defaults) sections.set(name, section)
      value = undefined
      continue
    }
    const delimiter = text.search(/[=:]/)
    if (section === undefined) throw new SyntaxError(`line ${index + 1} stands before the first [section]`)
    if (delimiter < 1) throw new SyntaxError(`line ${index + 1} is neither a [section] nor "key = value"`)
    value = [strip(text.slice(delimiter + 1))]
    section.set(strip(text.slice(0, delimiter)).toLowerCase(), value)
  }
  const joined = ([key, parts]: [string, string[]]): [string, string] => [key, parts.join('\n').replace(trailing, '')]
  return new Map([...sections].map(([name, own]) => [name, new Map([...defaults, ...own].map(joined))]))
}

function strip(text: string): string {
  return text.replace(leading, '').replace(trailing, '')
}
