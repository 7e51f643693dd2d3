import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export interface Mistake {
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  readonly message: string
}

const root = fileURLToPath(new URL('../../../', import.meta.url))

/**
 * Type-checks programs that are in no file as if they were, under the given names at the root of the workspace, with the options and on the
 * sources that all packages are checked with.
 */
export function checkTypes(texts: ReadonlyMap<string, string>): Mistake[] {
  const configFile = fileURLToPath(new URL('../tsconfig.json', import.meta.url))
  const config = ts.getParsedCommandLineOfConfigFile(
    configFile,
    { isolatedDeclarations: false, declaration: false },
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
        throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'))
      },
    },
  )
  if (config === undefined) throw new Error(`${configFile} cannot be read`)
  const virtual = new Map([...texts].map(([name, text]) => [root + name, text]))
  const host = ts.createCompilerHost(config.options)
  const { fileExists, readFile } = host
  host.fileExists = (name) => virtual.has(name) || fileExists(name)
  host.readFile = (name) => virtual.get(name) ?? readFile(name)
  const program = ts.createProgram([...virtual.keys()], config.options, host)
  return [...virtual.keys()].flatMap((name) => {
    const source = program.getSourceFile(name)
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      (diagnostic) => ({
        file: name.slice(root.length),
        line: source === undefined ? 0 : source.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line + 1,
        message: ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'),
      }),
    )
  })
}
