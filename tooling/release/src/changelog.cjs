// How changesets become lines of a changelog: what they say, in full, and which versions of our packages are needed. Commits are in the log.

/** @param {{ summary: string }} changeset */
const getReleaseLine = async ({ summary }) => {
  const [first, ...rest] = summary.trimEnd().split('\n')
  return [`- ${first}`, ...rest.map((line) => (line === '' ? '' : `  ${line}`))].join('\n')
}

/**
 * @param {unknown} _changesets
 * @param {{ name: string, newVersion: string }[]} updated
 */
const getDependencyReleaseLine = async (_changesets, updated) =>
  updated.length === 0 ? '' : `- Needs ${updated.map(({ name, newVersion }) => `${name} ${newVersion}`).join(', ')}`

module.exports = { getReleaseLine, getDependencyReleaseLine }
