import { runNode } from './programs.ts'

/** A program that prints the URLs of all scripts that Node compiles for it, CommonJS or ESM, after its start. */
const program = (work: string): string => `
import { Session } from 'node:inspector'
const session = new Session()
session.connect()
const urls = []
let before = true
session.on('Debugger.scriptParsed', ({ params }) => { if (!before) urls.push(params.url) })
session.post('Debugger.enable')
before = false
${work}
console.log(JSON.stringify(urls))
process.exit()`

/** The npm packages, other than those of this workspace, that some code loads in a new process. */
export async function packagesLoadedBy(work: string): Promise<string[]> {
  const { output } = await runNode(['--input-type=module', '-e', program(work)])
  const urls = JSON.parse(output) as string[]
  const names = urls.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? [])
  return [...new Set(names)].sort()
}
