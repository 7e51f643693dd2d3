/**
 * Makes fields of a result that are secret not enumerable: they are read by name as ever, while `console.log`, inspection, `JSON.stringify`
 * and spreads leave them out. Fields that are not there stay so.
 */
export function hideSecrets<T extends object>(result: T, ...fields: readonly string[]): T {
  for (const field of fields)
    if (Object.hasOwn(result, field)) Object.defineProperty(result, field, { enumerable: false })
  return result
}
