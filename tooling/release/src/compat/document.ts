import type { Outcome } from './case.ts'

const BEFORE = `# Compatibility

<!-- Written by \`pnpm compat\`. Change tooling/release/src/compat/document.ts. -->

## Support policy

- **Node**: the versions that Node itself supports, and 20 from 20.19 until the first minor version of 2027. A version is dropped in a minor version of
  ours, three months after Node stops to support it, and named in the changelog.
- **TypeScript**: 5.7 and newer. What is older than two years may be dropped in a minor version.
- **Synnefo**: 0.21, the last release. What an older or changed cloud lacks shows as a typed error of the call that needs it.
- **Browsers**: those that support ES2022, ES modules and streams of responses: Chrome and Edge 105, Firefox 115, Safari 16.4 and newer.
- **Our versions**: semantic versioning. Before 1.0.0, a minor version may break what its changelog names; a patch never does. Faults are mended in the
  latest minor version, weaknesses in the one before it as well, for six months.

## What is tried

Each row was run with the packages as npm installs them, from a registry, in an empty project outside of this repository, against the emulator.
\`pnpm compat\` does it again and writes this page.
`

const AFTER = `
## CommonJS and TS1479

The packages are ES modules only. \`require()\` of them works in Node 20.19 and newer. TypeScript knows that since 5.8 with \`"module": "nodenext"\`. Older
versions, and \`"module": "node16"\`, say "TS1479: The current file is a CommonJS module whose imports will produce 'require' calls": make the file an ES
module (\`"type": "module"\` in package.json, or the ending \`.mts\`), or use \`await import('@kamaki/astakos')\`.

## Older TypeScript

Before 5.7, \`Uint8Array\` has no type parameter, and the declarations do not compile. \`skipLibCheck: true\` hides the messages, not the difference.
`

/** The page, of what was run. */
export function documentOf(results: readonly (readonly [title: string, outcomes: readonly Outcome[]])[]): string {
  const rows = results.flatMap(([title, outcomes]) =>
    outcomes.map((outcome, index) => [index === 0 ? title : '', outcome.title, outcome.note]),
  )
  const table = [['', 'version', 'what'], ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  table.splice(1, 0, '| --- | --- | --- |')
  return `${BEFORE}\n${table.join('\n')}\n${AFTER}`
}
