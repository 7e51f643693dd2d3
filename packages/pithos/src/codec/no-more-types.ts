// In bundles for browsers, package.json puts this in the place of more-types.ts.

export const moreTypes: Readonly<Record<string, string>> = {}
