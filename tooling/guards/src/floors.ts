/**
 * The floor plan of each package's `src/` (DESIGN.md, "Inside a package"), from the top floor down. A file imports from its own room
 * and from the floors below, types included. `|` separates rooms of one floor, which do not import each other. A room is named by
 * its folders (`http/`) and file names (`*-client.ts`), of which a name counts before the folder that the file is in; `*` is every
 * file that no other room names.
 *
 * Above all floors are the doors of a package (`index.ts`, `toolkit.ts`, `opentelemetry.ts`, `node/`, `vitest/`), which nothing else in it imports.
 */
export const FLOORS: Readonly<Record<string, readonly string[]>> = {
  core: ['client/', 'http/', 'transport/', 'runtime/ | observe/', 'validate/', 'errors/'],
  pithos: ['*-client.ts', 'handles/', 'transfer/', 'api/', 'codec/', 'hash/', 'model/'],
  emulator: [
    'server/',
    'identity/ | compute/ | volume/ | network/ | image/ | pithos/',
    'cloud.ts',
    'model.ts',
    'faults/',
    'http/',
    'python/ | base/',
  ],
}

/** The plan of every package that has none of its own. */
export const SERVICE_FLOORS: readonly string[] = [
  '*-client.ts',
  '*',
  'checks.ts *-checks.ts',
  'types.ts *-types.ts ids.ts',
]

/** The packages that import no other; every other package imports `@kamaki/core` alone. */
export const IMPORT_NONE: readonly string[] = ['core', 'emulator']

/** What may be imported of core: its doors. */
export const CORE_DOORS: readonly string[] = ['@kamaki/core', '@kamaki/core/toolkit', '@kamaki/core/node']

/** The one import that leads from inside a package to its `node/` door: a cloud that listens on a socket. */
export const INTO_NODE: Readonly<Record<string, string>> = { emulator: 'server/emulator.ts' }
