import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execute } from './execute.ts'

type Bump = 'major' | 'minor' | 'patch'

interface Changeset {
  readonly file: string
  readonly bumps: ReadonlyMap<string, Bump>
  readonly text: string
}

/** Parts of a package that its users do not get. */
const INTERNAL = /^packages\/[^/]+\/(test|etc|examples|\.tmp)\/|^packages\/[^/]+\/(vitest|tsdown|turbo)[^/]*$/

/**
 * What is missing of changesets in what was done since a commit: a package that changed for its users is in none, or an API that lost
 * something is not announced as breaking. Returns a line for each, in plain words.
 *
 * @param root of the workspace
 * @param since a commit or branch; the changes since both were the same count
 */
export async function missingChangesets(root: string, since: string): Promise<string[]> {
  const git = (...args: string[]) => execute('git', args, root)
  const base = (await git('merge-base', since, 'HEAD')).trim()
  const files = (await git('diff', '--name-only', base, 'HEAD')).split('\n').filter(Boolean)
  const added = (await git('diff', '--name-only', '--diff-filter=AM', base, 'HEAD', '--', '.changeset')).split('\n')
  const changesets = added
    .filter((file) => /^\.changeset\/(?!README).+\.md$/.test(file))
    .map((file) => read(root, file))
  const folders = new Set(
    files.filter((file) => !INTERNAL.test(file)).flatMap((file) => /^packages\/[^/]+/.exec(file) ?? []),
  )
  const problems: string[] = []
  for (const folder of folders) {
    if (!existsSync(join(root, folder, 'package.json'))) continue
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
      name: string
      version: string
      private?: boolean
    }
    if (manifest.private) continue
    // The commit of a release takes the changesets up.
    if (files.includes(`${folder}/CHANGELOG.md`)) continue
    const own = changesets.filter(({ bumps }) => bumps.has(manifest.name))
    if (own.length === 0) {
      problems.push(
        `${manifest.name} changed and is in no changeset. Run "pnpm changeset", or "pnpm changeset --empty" when no user can notice`,
      )
      continue
    }
    const lost = await lostLines(git, base, folder)
    if (lost.length > 0 && !own.some((changeset) => isBreaking(changeset, manifest)))
      problems.push(
        `${manifest.name} lost "${lost[0]}"${lost.length > 1 ? ` and ${lost.length - 1} more lines` : ''} of its API. Say so: ${
          manifest.version.startsWith('0.') ? 'minor, and a first line that begins with "Breaking:"' : 'major'
        }`,
      )
  }
  return changesets.some(({ bumps }) => bumps.size === 0)
    ? problems.filter((line) => !line.includes('is in no changeset'))
    : problems
}

function isBreaking({ bumps, text }: Changeset, { name, version }: { name: string; version: string }): boolean {
  const bump = bumps.get(name)
  return bump === 'major' || (version.startsWith('0.') && bump === 'minor' && /^Breaking:/m.test(text))
}

/** Lines of the API reports that are gone. */
async function lostLines(git: (...args: string[]) => Promise<string>, base: string, folder: string): Promise<string[]> {
  const reports = join(folder, 'etc')
  const diff = await git('diff', '--unified=0', base, 'HEAD', '--', reports)
  const sides = { '-': [] as string[], '+': [] as string[] }
  for (const line of diff.split('\n')) {
    const side = line[0]
    if ((side === '-' || side === '+') && !line.startsWith(side.repeat(3))) sides[side].push(line.slice(1).trim())
  }
  const kept = new Set(sides['+'])
  return sides['-'].filter((line) => line !== '' && !line.startsWith('//') && !kept.has(line))
}

function read(root: string, file: string): Changeset {
  const [, head = '', text = ''] = /^---\n(.*?)---\n(.*)$/s.exec(readFileSync(join(root, file), 'utf8')) ?? []
  const bumps = new Map<string, Bump>()
  for (const [, name = '', bump] of head.matchAll(/^['"]?([^'":]+)['"]?: *(major|minor|patch)/gm))
    bumps.set(name, bump as Bump)
  return { file, bumps, text }
}
