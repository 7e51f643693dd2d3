// Characters that HFS+ does not see when it compares names.
const ignored = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g

/**
 * Two paths have the same key if a disk that does not tell upper from lower case, or one normal form of Unicode from another, might take
 * them for the same. It rather finds too many equal than too few.
 */
export function collisionKey(path: string, caseSensitive: boolean): string {
  if (caseSensitive) return path
  return path.replace(ignored, '').normalize('NFD').toUpperCase().toLowerCase().normalize('NFD')
}
