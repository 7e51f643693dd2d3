import { describe, expect, it } from 'vitest'
import { slugOf } from '../src/slug.ts'
import { pageOf, withLinksOfSite } from '../src/stage.ts'
import { failOnWarnings } from '../src/warnings.ts'

const home = 'https://github.com/grnet/kamaki-ts'

describe('a link', () => {
  it('leads to the page of the site where there is one, and else to the repository', () => {
    const links = withLinksOfSite(
      '[a](errors.md#x) [b](../packages/core/README.md) [c](../examples/ci-server) [d](https://example.org) [e](#y) ![f](images/g.png)',
      'docs/waiting.md',
    )
    expect(links).toBe(
      `[a](/errors.md#x) [b](/packages/core.md) [c](${home}/blob/main/examples/ci-server) [d](https://example.org) [e](#y) ![f](/images/g.png)`,
    )
  })

  it('of a README, which is absolute, leads to the site as well, and its pictures come from there', () => {
    const raw = 'https://raw.githubusercontent.com/grnet/kamaki-ts/main/docs/images/a.png'
    const text = `[a](${home}/blob/main/docs/errors.md#x) [b](${home}/tree/main/packages/core) ![c](${raw})`
    expect(withLinksOfSite(text, 'packages/image/README.md')).toBe(
      '[a](/errors.md#x) [b](/packages/core.md) ![c](/images/a.png)',
    )
  })

  it('in code stays as it is', () => {
    const text = '`[a](errors.md)`\n```md\n[a](errors.md)\n```\n'
    expect(withLinksOfSite(text, 'docs/waiting.md')).toBe(text)
  })
})

it('a page is where its source is, READMEs under their package', () => {
  expect(
    [
      'docs/README.md',
      'docs/tls.md',
      'packages/core',
      'packages/core/README.md',
      'packages/core/CHANGELOG.md',
      'examples/README.md',
    ].map(pageOf),
  ).toEqual(['index.md', 'tls.md', 'packages/core.md', 'packages/core.md', 'changes/core.md', undefined])
})

it('an anchor is the one that GitHub makes', () => {
  expect(slugOf('What the cloud has to allow (CORS)')).toBe('what-the-cloud-has-to-allow-cors')
  expect(slugOf('How do I ...')).toBe('how-do-i-')
})

it('a build that warns fails', async () => {
  await expect(failOnWarnings(async () => console.warn('a link is dead'))).rejects.toThrow('a link is dead')
  await expect(failOnWarnings(async () => void process.stderr.write('(!) chunks are large\n'))).rejects.toThrow(
    'chunks',
  )
  await expect(failOnWarnings(async () => void process.stderr.write('built in 3 s\n'))).resolves.toBeUndefined()
})
