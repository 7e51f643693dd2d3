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
