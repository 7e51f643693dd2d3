import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { publishedPackages, root } from '../src/packages.ts'

interface Manifest {
  readonly description: string
  readonly license: string
  readonly homepage: string
  readonly bugs: string
  readonly repository: { readonly type: string; readonly url: string; readonly directory?: string }
  readonly author: string
  readonly keywords: readonly string[]
  readonly engines: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly files: readonly string[]
}

const manifestOf = (folder: string) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest
const workspace = manifestOf('.')

describe.each(publishedPackages())('$name', ({ folder }) => {
  const manifest = manifestOf(folder)

  test('says where it comes from', () => {
    expect(manifest.repository).toEqual({ ...workspace.repository, directory: folder })
    expect(manifest.homepage).toBe(workspace.homepage.replace('#readme', `/tree/main/${folder}#readme`))
    expect(manifest).toMatchObject({ bugs: workspace.bugs, author: workspace.author, license: 'BSD-2-Clause' })
    expect(manifest.engines).toEqual({ node: expect.stringMatching(/^>=/) })
  })

  test('can be found', () => {
    expect(manifest.description.length).toBeGreaterThan(30)
    expect(manifest.keywords).toEqual(expect.arrayContaining(['synnefo', 'openstack', 'sdk']))
    expect(new Set(manifest.keywords).size).toBe(manifest.keywords.length)
    expect(manifest.keywords.length).toBeGreaterThan(6)
  })

  test('ships its README, its license and its sources', () => {
    for (const file of ['README.md', 'LICENSE', 'src']) {
      expect(manifest.files).toContain(file)
      expect(existsSync(join(root, folder, file))).toBe(true)
    }
  })
})
