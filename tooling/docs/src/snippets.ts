import ts from 'typescript'

/**
 * The `ts` blocks of a Markdown text as one module. Each stands in the scope of those before it: it sees what they declared and
 * imported, and may declare a name anew, as a reader would take it. Every line keeps its number.
 *
 * @param prelude declarations of what the page leaves to the reader.
 */
export function programOf(markdown: string, prelude = ''): string {
  const lines = markdown.split('\n').map(() => '')
  const imports = new Map<string, Set<string>>()
  let blocks = 0
  for (const match of markdown.matchAll(/^```ts\n([\s\S]*?)^```$/gm)) {
    const fence = markdown.slice(0, match.index).split('\n').length - 1
    const body = withoutImports(match[1] ?? '', imports)
    if (blocks > 0) lines[fence] = '{'
    for (const [index, line] of body.split('\n').slice(0, -1).entries()) lines[fence + 1 + index] = line
    blocks += 1
  }
  const head = [...imports].map(([module, names]) => `import { ${[...names].join(', ')} } from ${module};`)
  lines[0] = `${head.join(' ')} ${prelude} export {};`
  lines[lines.length - 1] = '}'.repeat(Math.max(0, blocks - 1))
  return lines.join('\n')
}

/** Collects the imports of a block, and leaves blanks in their place. */
function withoutImports(block: string, imports: Map<string, Set<string>>): string {
  const source = ts.createSourceFile('block.ts', block, ts.ScriptTarget.Latest)
  let rest = block
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement)) continue
    const named = statement.importClause?.namedBindings
    if (named === undefined || !ts.isNamedImports(named))
      throw new Error(`Only named imports, please: ${statement.getText(source)}`)
    const module = statement.moduleSpecifier.getText(source)
    const names = imports.get(module) ?? new Set()
    imports.set(module, names)
    for (const element of named.elements) names.add(element.getText(source))
    const text = block.slice(statement.getStart(source), statement.getEnd())
    rest = rest.replace(text, text.replaceAll(/[^\n]/g, ' '))
  }
  return rest
}
