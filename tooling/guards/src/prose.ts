import ts from 'typescript'

/** A piece of prose of a file. */
export interface Prose {
  readonly line: number
  readonly text: string
}

/** The prose of TypeScript or JavaScript: comments, and strings that are sentences; of tests, their names instead of all strings. */
export function proseOfCode(path: string, source: string): Prose[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true)
  const found: Prose[] = []
  const add = (position: number, text: string) =>
    found.push({ line: file.getLineAndCharacterOfPosition(position).line + 1, text: plain(text) })
  const strings = /(^|\/)(test|examples)\//.test(path) ? testNames : sentences
  const visit = (node: ts.Node): void => {
    for (const comment of ts.getLeadingCommentRanges(source, node.getFullStart()) ?? [])
      comments.add(`${comment.pos}:${comment.end}`)
    for (const comment of ts.getTrailingCommentRanges(source, node.getEnd()) ?? [])
      comments.add(`${comment.pos}:${comment.end}`)
    for (const part of strings(node)) add(part.getStart(), part.text)
    for (const child of node.getChildren(file)) visit(child)
  }
  const comments = new Set<string>()
  visit(file)
  for (const range of comments) {
    const [start = 0, end = 0] = range.split(':').map(Number)
    add(start, source.slice(start, end).replace(/^\s*\*+/gm, ''))
  }
  return found
}

type Text = ts.JsxText | ts.StringLiteralLike | ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail

/** A string that is more than a word, and the parts of such a template. */
function sentences(node: ts.Node): Text[] {
  const parts = ts.isTemplateExpression(node)
    ? [node.head, ...node.templateSpans.map(({ literal }) => literal)]
    : ts.isStringLiteralLike(node) || ts.isJsxText(node)
      ? [node]
      : []
  return /[a-z,]\s+\S*[a-z]/i.test(parts.map(({ text }) => text).join('x')) ? parts : []
}

/** The name in `it('...')`, `describe('...')`, `it.each(...)('...')`. */
function testNames(node: ts.Node): Text[] {
  if (!ts.isCallExpression(node) || !/^(it|test|describe)\b/.test(node.expression.getText())) return []
  const [name] = node.arguments
  return name && ts.isStringLiteralLike(name) ? [name] : []
}

/** The prose of Markdown: all that is not code. */
export function proseOfMarkdown(source: string): Prose[] {
  const text = source.replace(/^ *```[\s\S]*?^ *```$/gm, blank).replace(/^( {4}|\t).*$/gm, blank)
  return text.split('\n').map((line, index) => ({ line: index + 1, text: plain(line) }))
}

/** Without code, links and names of parameters, which are not words. */
function plain(text: string): string {
  return text
    .replace(/`[^`]*`/g, blank)
    .replace(/\{@\w+ [^}]*\}/g, blank)
    .replace(/@(param|throws|template)\s+\S+/g, blank)
    .replace(/\bhttps?:\/\/\S+/g, blank)
    .replace(/\]\([^)]*\)/g, blank)
}

const blank = (match: string): string => match.replace(/[^\n]/g, '\u00a0')
