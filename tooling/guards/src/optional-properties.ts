import { relative } from 'node:path'
import ts from 'typescript'
import { entriesOf } from './entries.ts'
import type { Finding, Guard } from './findings.ts'

/** Public optional properties are `readonly x?: T | undefined`, so that users can pass on what they may not have. */
export const optionalProperties: Guard = {
  name: 'optional',
  advice: 'Write it as `readonly x?: T | undefined`.',
  async run(root) {
    const program = ts.createProgram(
      entriesOf(root).map(({ types }) => types),
      OPTIONS,
    )
    const checker = program.getTypeChecker()
    const declarations = new Set<Property>()
    for (const { types } of entriesOf(root)) {
      const file = program.getSourceFile(types)
      const door = file && checker.getSymbolAtLocation(file)
      for (const symbol of door ? checker.getExportsOfModule(door) : []) collect(checker, symbol, declarations)
    }
    return [...declarations].flatMap((property) => {
      const problems = problemsOf(checker, property)
      return problems.length > 0 ? [finding(root, property, problems.join(' and '))] : []
    })
  },
}

type Property = ts.PropertySignature | ts.PropertyDeclaration

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  types: ['node'],
}

/** Adds the optional properties that are declared for an exported name, in nested types as well. */
function collect(checker: ts.TypeChecker, exported: ts.Symbol, into: Set<Property>): void {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
  const visit = (node: ts.Node): void => {
    if ((ts.isPropertySignature(node) || ts.isPropertyDeclaration(node)) && node.questionToken) into.add(node)
    ts.forEachChild(node, visit)
  }
  for (const declaration of symbol.declarations ?? [])
    if (!declaration.getSourceFile().fileName.includes('/node_modules/')) visit(declaration)
}

function problemsOf(checker: ts.TypeChecker, property: Property): string[] {
  const type = property.type && checker.getTypeFromTypeNode(property.type)
  const isReadonly = property.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword)
  return [
    ...(type && acceptsUndefined(type) ? [] : ['does not accept undefined']),
    ...(isReadonly ? [] : ['is not readonly']),
  ]
}

function acceptsUndefined(type: ts.Type): boolean {
  if (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Unknown | ts.TypeFlags.Any)) return true
  return type.isUnion() && type.types.some(acceptsUndefined)
}

function finding(root: string, property: Property, problem: string): Finding {
  const file = relative(root, property.getSourceFile().fileName)
    .replace('/dist/', '/src/')
    .replace(/\.d\.ts$/, '.ts')
  const owner = ts.findAncestor(property, (node) => NAMED.some((is) => is(node))) as
    | { name?: ts.Identifier }
    | undefined
  const name = [owner?.name?.text, property.name.getText()].filter(Boolean).join('.')
  return { key: file, message: `${file}: the optional property ${name} ${problem}` }
}

const NAMED = [ts.isInterfaceDeclaration, ts.isTypeAliasDeclaration, ts.isClassDeclaration]
