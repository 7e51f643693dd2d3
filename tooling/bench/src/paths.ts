/** Where docs/ is: from here, and as far from the bundle. */
export const docs: URL = new URL('../../../docs/', import.meta.url)

/** Where what is written of the figures is. */
export const texts: URL = new URL('../text/', import.meta.url)

/** The program that runs the old Python library. */
export const pythonProgram: URL = new URL('../src/sides/python-library.py', import.meta.url)

/** The container that cases use, and its object. */
export const containerName = 'bench'
export const objectPath: string = `${containerName}/object`

/** What is uploaded. */
export function sourceOf(folder: string): string {
  return `${folder}/source`
}

/** What is synced. */
export function treeOf(folder: string): string {
  return `${folder}/tree`
}
