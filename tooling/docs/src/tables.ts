/** A row of a table that tells what became of things of the old library. */
export interface Row {
  /** Line in the page, counted from 1. */
  readonly line: number
  /** The old library's classes that the row is about: those of the heading above it. */
  readonly classes: readonly string[]
  /** Names in the old library. */
  readonly old: readonly string[]
  /** What to use here, as TypeScript. */
  readonly targets: readonly string[]
  readonly note: string
}

const header = /^\| *kamaki *\| *here *\| *what differs *\|$/

/** A piece of code in a sentence. */
export interface Mention {
  readonly line: number
  readonly classes: readonly string[]
  readonly code: string
}

/** What the last column, and the lines that tell what is new, mention in code. */
export function readMentions(text: string): Mention[] {
  const inRows = readRows(text).flatMap(({ line, classes, note }) =>
    codeIn(note).map((code) => ({ line, classes, code })),
  )
  let classes: string[] = []
  const elsewhere = text.split('\n').flatMap((line, index) => {
    if (line.startsWith('#')) classes = codeIn(line)
    return line.startsWith('New here: ') ? codeIn(line).map((code) => ({ line: index + 1, classes, code })) : []
  })
  return [...inRows, ...elsewhere]
}

/** All rows of the tables that begin with the header of such tables. Headings name the classes that they are about in code. */
export function readRows(text: string): Row[] {
  const rows: Row[] = []
  let classes: string[] = []
  let inside = false
  for (const [index, line] of text.split('\n').entries()) {
    if (line.startsWith('#')) classes = codeIn(line)
    if (header.test(line)) inside = true
    else if (!line.startsWith('|')) inside = false
    else if (inside && !/^\|[ :|-]+\|$/.test(line)) rows.push(readRow(line, index + 1, classes))
  }
  return rows
}

function readRow(line: string, number: number, classes: readonly string[]): Row {
  const cells = cellsOf(line)
  const [old, here, note, ...more] = cells
  if (old === undefined || here === undefined || note === undefined || more.length > 0) {
    throw new Error(`Line ${number}: a row has three cells, this one has ${cells.length}`)
  }
  const prose = here.replaceAll(codeSpan, '').replaceAll(/[,—\s]/g, '')
  if (prose !== '')
    throw new Error(`Line ${number}: code alone says what to use here, the rest is for the last column: ${prose}`)
  return { line: number, classes, old: codeIn(old), targets: codeIn(here), note }
}

/** Cells are parted by bars, those in them are escaped. */
function cellsOf(line: string): string[] {
  return line
    .replace(/^\|/, '')
    .replace(/\|\s*$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))
}

/** Code stands between backticks, one or, where it has some itself, two. */
const codeSpan = /(`+)(.+?)(?<!`)\1(?!`)/g

function codeIn(text: string): string[] {
  return [...text.matchAll(codeSpan)].map(([, , code = '']) => code.trim())
}
