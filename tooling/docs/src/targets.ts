import ts from 'typescript'

/** The names that an expression begins with: `compute.servers.get` of `(await compute.servers.get(id)).status`. */
export function pathOf(code: string): string[] {
  const source = ts.createSourceFile('target.ts', code, ts.ScriptTarget.Latest)
  const [statement, ...more] = source.statements
  if (statement === undefined || more.length > 0 || !ts.isExpressionStatement(statement)) {
    throw new Error(`Not one expression: ${code}`)
  }
  let names: string[] = []
  let node: ts.Node = statement.expression
  for (;;) {
    if (ts.isIdentifier(node)) return [node.text, ...names]
    if (ts.isPropertyAccessExpression(node)) {
      names.unshift(node.name.text)
      node = node.expression
      continue
    }
    // What stands behind a call or an index belongs to a result, which is for the type check.
    names = []
    if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isAwaitExpression(node)) node = node.expression
    else if (ts.isParenthesizedExpression(node) || ts.isElementAccessExpression(node)) node = node.expression
    else if (ts.isTaggedTemplateExpression(node)) node = node.tag
    else if (ts.isBinaryExpression(node)) node = node.left
    else throw new Error(`Begins with no name: ${code}`)
  }
}

/** Whether a path leads somewhere. */
export function resolves(path: readonly string[], roots: Readonly<Record<string, unknown>>): boolean {
  let value: unknown = roots
  for (const name of path) {
    if (value === null || value === undefined || !(name in Object(value))) return false
    value = Reflect.get(Object(value), name, value)
  }
  return true
}
