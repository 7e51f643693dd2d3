import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filterOf } from '../../../src/node/sync/filter.ts'
import { localPath } from '../../../src/node/sync/local-path.ts'
import { compareNames, comparePaths, isBelow } from '../../../src/node/sync/path-order.ts'
import type { RemoteEntry } from '../../../src/node/sync/remote-listing.ts'
import { type RemoteNode, RemoteTree } from '../../../src/node/sync/remote-tree.ts'

const segment = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'a-',
    'a.',
    'a ',
    'a0',
    'A',
    '',
    '.',
    '..',
    'ω',
    '\uffff',
    '\ue000',
    '\u{10000}',
    '\u{1f600}a',
    'a\u{10000}',
  ),
  fc.string({ unit: fc.constantFrom('a', '-', '.', '0', ' ', '\u{10000}', '\ufffd'), maxLength: 4 }),
)
const name = fc
  .array(segment, { minLength: 1, maxLength: 4 })
  .map((segments) => segments.join('/'))
  .filter((text) => text !== '')
const sign = Math.sign

describe('the order of names', () => {
  it('is that of their UTF-8, and that of paths the one of names with a slash behind', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(sign(compareNames(a, b))).toBe(sign(Buffer.compare(Buffer.from(a), Buffer.from(b))))
        const [x, y] = [`${a}/`, `${b}/`]
        expect(sign(comparePaths(a, b))).toBe(sign(Buffer.compare(Buffer.from(x), Buffer.from(y))))
        expect(isBelow(a, b)).toBe(a.startsWith(`${b}/`))
      }),
      { numRuns: 2_000 },
    )
    expect('\u{10000}' < '\uffff').toBe(true)
    expect(compareNames('\u{10000}', '\uffff')).toBeGreaterThan(0)
  })
})

type Kind = 'file' | 'marker' | 'slashed'

function entryOf(path: string, kind: Kind): RemoteEntry {
  const common = { hash: '', uuid: '', version: 1, contentType: '', isAvailable: true }
  return {
    path,
    name: kind === 'slashed' ? `${path}/` : path,
    isDirectory: kind !== 'file',
    bytes: kind === 'file' ? 1 : 0,
    ...common,
  }
}

/** What becomes of objects, with all of them at hand. */
function expected(entries: readonly RemoteEntry[]): { files: string[]; markers: string[]; refused: string[] } {
  const fitting = entries.filter(({ path }) => localPath(path, 'linux').problem === undefined)
  const isNeeded = (path: string): boolean => fitting.some((entry) => isBelow(entry.path, path))
  const files = fitting.filter(({ isDirectory, path }) => !isDirectory && !isNeeded(path))
  const names = new Set(files.map(({ path }) => path))
  const markers = fitting.filter(({ isDirectory, path }) => isDirectory && !names.has(path))
  const placed = new Set([...files, ...markers])
  const text = ({ name: each }: RemoteEntry): string => each
  return {
    files: files.map(text).sort(),
    markers: markers.map(text).sort(),
    refused: fitting
      .filter((entry) => !placed.has(entry))
      .map(text)
      .sort(),
  }
}

describe('RemoteTree', () => {
  const objects = fc.uniqueArray(fc.tuple(name, fc.constantFrom<Kind>('file', 'file', 'marker', 'slashed')), {
    selector: ([path, kind]) => (kind === 'slashed' ? `${path}/` : path),
    maxLength: 20,
  })

  it('makes the tree of any list, page by page, in the order of paths, each directory before what is in it', () => {
    fc.assert(
      fc.property(objects, fc.integer({ min: 1, max: 5 }), (found, pageSize) => {
        const entries = found.map(([path, kind]) => entryOf(path, kind)).sort((a, b) => compareNames(a.name, b.name))
        const unfit: string[] = []
        const options = { filter: filterOf({}), platform: 'linux', emptyDirectories: true }
        const tree = new RemoteTree({ ...options, onSkip: (skip) => unfit.push(skip.name ?? '') })
        const nodes: RemoteNode[] = []
        for (let at = 0; at < entries.length; at += pageSize) nodes.push(...tree.push(entries.slice(at, at + pageSize)))
        nodes.push(...tree.end())

        const wanted = expected(entries)
        expect(nodes.flatMap(({ entry }) => entry?.name ?? []).sort()).toEqual(wanted.files)
        const isRefused = (node: RemoteNode, each: string): boolean => node.refused.some((skip) => skip.name === each)
        const markers = nodes.flatMap((node) => node.markers.filter((each) => !isRefused(node, each.name)))
        expect(markers.map((each) => each.name).sort()).toEqual(wanted.markers)
        expect(nodes.flatMap(({ refused }) => refused.map((skip) => skip.name)).sort()).toEqual(wanted.refused)
        expect(unfit.sort()).toEqual(
          entries
            .filter(({ path }) => localPath(path, 'linux').problem !== undefined)
            .map((each) => each.name)
            .sort(),
        )
        nodes.forEach((node, index) => {
          const next = nodes[index + 1]
          if (next !== undefined) expect(comparePaths(node.path, next.path)).toBeLessThan(0)
          expect(node.hasMore).toBe(next !== undefined && isBelow(next.path, node.path))
          const parent = node.path.slice(0, Math.max(0, node.path.lastIndexOf('/')))
          if (parent !== '')
            expect(nodes.slice(0, index).some(({ path, kind }) => path === parent && kind === 'directory')).toBe(true)
        })
        // The other way, of what is sorted already, makes the same tree.
        const again = new RemoteTree({ ...options, onSkip: () => undefined })
        expect([...again.pushOrdered(again.select(entries)), ...again.end()]).toEqual(nodes)
      }),
      { numRuns: 1_000 },
    )
  })
})
