import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import {
  CompilerState,
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
} from '@microsoft/api-extractor'
import { type Entry, entriesOf } from './entries.ts'
import type { Finding, Guard } from './findings.ts'

/** The public API of each entry is the one in `etc/` of each package, where a change to it is seen in review. */
export const apiReports: Guard = {
  name: 'api',
  advice: 'If the change of the public API is meant, run pnpm api:report and commit etc/ with it; review it there.',
  run: (root) => Promise.resolve(reportApis(root, false)),
}

/** Compares the reports with the API as built, or writes them anew. */
export function reportApis(root: string, write: boolean): Finding[] {
  const temporary = mkdtempSync(join(tmpdir(), 'kamaki-api-'))
  try {
    const entries = entriesOf(root)
    const unbuilt = entries.filter(({ types }) => !existsSync(types))
    if (unbuilt.length > 0)
      return unbuilt.map(({ types }) => finding(relative(root, types), 'is not built: run pnpm build'))
    const configs = entries.map((entry) => configOf(entry, temporary))
    const [first, ...others] = configs
    if (!first) return []
    const additionalEntryPoints = others.map(({ mainEntryPointFilePath }) => mainEntryPointFilePath)
    const compilerState = CompilerState.create(first, { additionalEntryPoints })
    const changed = configs.flatMap((config) => {
      const problems: string[] = []
      const messageCallback = (message: ExtractorMessage) => {
        if (message.logLevel === ExtractorLogLevel.Error) problems.push(message.text)
        message.handled = true
      }
      mkdirSync(config.reportFolder, { recursive: true })
      const { apiReportChanged } = Extractor.invoke(config, { compilerState, localBuild: write, messageCallback })
      const report = relative(root, config.reportFilePath)
      const findings = problems.map((problem) => finding(report, `cannot be made: ${problem}`))
      return apiReportChanged && !write ? [...findings, finding(report, 'is not the public API any more')] : findings
    })
    return [...changed, ...strays(root, entries, write)]
  } finally {
    rmSync(temporary, { recursive: true })
  }
}

function finding(file: string, problem: string): Finding {
  return { key: file, message: `${file} ${problem}` }
}

/** Reports of entries that are no more. */
function strays(root: string, entries: readonly Entry[], write: boolean): Finding[] {
  const folders = [...new Set(entries.map(({ folder }) => join(folder, 'etc')))]
  return folders.flatMap((folder) => {
    const names = readdirSync(folder).filter((name) => !entries.some(({ report }) => name === `${report}.api.md`))
    if (write) for (const name of names) rmSync(join(folder, name))
    return write ? [] : names.map((name) => finding(relative(root, join(folder, name)), 'is the report of no entry'))
  })
}

function configOf({ folder, types, report }: Entry, temporary: string): ExtractorConfig {
  const none = { default: { logLevel: ExtractorLogLevel.None } }
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: types,
      newlineKind: 'lf',
      compiler: { overrideTsconfig: { compilerOptions: CONSUMER, files: [types] } },
      apiReport: {
        enabled: true,
        reportFileName: report,
        reportFolder: join(folder, 'etc'),
        reportTempFolder: temporary,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        tsdocMessageReporting: none,
        extractorMessageReporting: {
          ...none,
          // A type that users meet and cannot name.
          // What is not exported stands in the report without the word; the message would name a built file by its hash.
          'ae-forgotten-export': { logLevel: ExtractorLogLevel.None, addToApiReportFile: false },
        },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, 'package.json'),
  })
}

/** How a consumer's compiler reads the declarations. */
const CONSUMER = {
  target: 'ES2023',
  lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
  module: 'NodeNext',
  moduleResolution: 'NodeNext',
  strict: true,
  exactOptionalPropertyTypes: true,
  types: ['node'],
  skipLibCheck: true,
}
