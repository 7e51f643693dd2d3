import type { CreateSide, Side, SideInput, SideModule, SideName } from './side.ts'

const modules: Readonly<Record<SideModule, () => Promise<Readonly<Record<string, CreateSide>>>>> = {
  calls: () => import('./sides/calls.ts'),
  'bare-calls': () => import('./sides/bare-calls.ts'),
  'ky-calls': () => import('./sides/ky-calls.ts'),
  lists: () => import('./sides/lists.ts'),
  'bare-lists': () => import('./sides/bare-lists.ts'),
  transfers: () => import('./sides/transfers.ts'),
  'bare-transfers': () => import('./sides/bare-transfers.ts'),
  syncs: () => import('./sides/syncs.ts'),
  'bare-syncs': () => import('./sides/bare-syncs.ts'),
  emulator: () => import('./sides/emulator.ts'),
  'each-file': () => import('./sides/each-file.ts'),
  python: () => import('./sides/python.ts'),
}

/** Loads only the module of that side, so that no side pays for what another one imports. */
export async function createSide({ module, side }: SideName, input: SideInput): Promise<Side> {
  const sides = await modules[module]()
  const create = sides[side]
  if (create === undefined) throw new Error(`sides/${module}.ts has no '${side}'`)
  return create(input)
}
