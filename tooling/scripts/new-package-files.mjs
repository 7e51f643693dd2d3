/** The files of a new service package, by path: one client, and one noun of its API that can be listed, read, created and deleted. */
export function filesOf({ name, noun, description }) {
  const Name = capital(name)
  const Noun = capital(noun)
  const tsconfig = { extends: '../../tooling/presets/tsconfig.json', include: ['src', 'test'] }
  return {
    'tsconfig.json': `${JSON.stringify(tsconfig, null, 2)}\n`,
    'tsdown.config.ts': `import { library } from '@kamaki-tooling/presets/tsdown'\n\nexport default library()\n`,
    'vitest.config.ts': `import { tests } from '@kamaki-tooling/presets/vitest'\n\nexport default tests()\n`,
    'README.md': `# @kamaki/${name}

${description}

\`\`\`ts
const ${name} = await astakos.client(${Name}Client)
for await (const ${noun} of ${name}.${noun}s.list()) console.log(${noun}.id)
\`\`\`
`,
    'src/index.ts': `export { ${Name}Client } from './${name}-client.ts'
export type { ${Noun}, ${Noun}Id, New${Noun} } from './${noun}-types.ts'
export { ${Noun}s } from './${noun}s.ts'
`,
    [`src/${name}-client.ts`]: `import { Client } from '@kamaki/core'
import { ${Noun}s } from './${noun}s.ts'

/**
 * ${description}
 *
 *     const ${name} = await astakos.client(${Name}Client)
 */
export class ${Name}Client extends Client {
  static override readonly serviceType: string = '${name}'
  static override readonly defaultVersion: string = 'v1.0'

  readonly ${noun}s: ${Noun}s = new ${Noun}s(this.http)
}
`,
    [`src/${noun}-types.ts`]: `export type ${Noun}Id = string

/** As the API has it, with its own field names. */
export interface ${Noun} {
  readonly id: ${Noun}Id
  readonly name: string
}

/** What a ${noun} is created of. */
export interface New${Noun} {
  readonly name: string
  /** Default: an empty string. */
  readonly description?: string | undefined
}
`,
    [`src/${noun}s.ts`]: `import type { List, RequestOptions } from '@kamaki/core'
import { path, Resource, requireId, requireString } from '@kamaki/core/toolkit'
import type { ${Noun}, ${Noun}Id, New${Noun} } from './${noun}-types.ts'

export class ${Noun}s extends Resource {
  /** \`GET /${noun}s\` · 200 */
  list(options?: RequestOptions): List<${Noun}> {
    return this.unwrapList<${Noun}>('${noun}s', '${noun}s', { ...options, expect: 200 })
  }

  /**
   * \`GET /${noun}s/{id}\` · 200
   * @throws {NotFoundError} if the token's user can see no such ${noun}.
   */
  get(${noun}Id: ${Noun}Id, options?: RequestOptions): Promise<${Noun}> {
    return this.unwrap<${Noun}>('${noun}', 'GET', path\`${noun}s/\${requireId(${noun}Id, '${noun}Id')}\`, { ...options, expect: 200 })
  }

  /** \`POST /${noun}s\` · 201 */
  create(${noun}: New${Noun}, options?: RequestOptions): Promise<${Noun}> {
    requireString(${noun}.name, '${noun}.name')
    return this.unwrap<${Noun}>('${noun}', 'POST', '${noun}s', { ...options, json: { ${noun} }, expect: 201 })
  }

  /** \`DELETE /${noun}s/{id}\` · 204 */
  async delete(${noun}Id: ${Noun}Id, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', path\`${noun}s/\${requireId(${noun}Id, '${noun}Id')}\`, { ...options, expect: 204 })
  }
}
`,
    [`test/${noun}s.test.ts`]: `import { replying, serve } from '@kamaki-tooling/testing'
import { expect, it } from 'vitest'
import { ${Name}Client } from '../src/index.ts'

// Until the emulator has the service: a server that has one ${noun}. Then: createEmulator() and its fetch.
const ${noun} = { id: '1', name: 'first' }
const connect = async (status: number, body: unknown): Promise<${Name}Client> =>
  new ${Name}Client(await serve(replying(status, 'application/json', JSON.stringify(body))), 'token')

it('lists ${noun}s', async () => {
  const { ${noun}s } = await connect(200, { ${noun}s: [${noun}] })
  expect(await ${noun}s.list()).toEqual([${noun}])
})

it('reads a ${noun}', async () => {
  const { ${noun}s } = await connect(200, { ${noun} })
  expect(await ${noun}s.get('1')).toEqual(${noun})
})

it('creates a ${noun}', async () => {
  const { ${noun}s } = await connect(201, { ${noun} })
  expect(await ${noun}s.create({ name: 'first' })).toEqual(${noun})
})

it('deletes a ${noun}', async () => {
  const { ${noun}s } = await connect(204, '')
  expect(await ${noun}s.delete('1')).toBeUndefined()
})

it('rejects an id that is empty before anything is sent', async () => {
  const { ${noun}s } = await connect(200, { ${noun} })
  await expect(async () => ${noun}s.get('')).rejects.toThrow('${noun}Id')
})
`,
  }
}

function capital(word) {
  return word[0].toUpperCase() + word.slice(1)
}
