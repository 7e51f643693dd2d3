import { expect, it } from 'vitest'
import { program, root } from './program.ts'

const expected: Record<string, RegExp> = {
  init: /^Object storage is at http.*\/v1\n.*containers with \d+ of \d+ bytes\ninit-\d+: made, versioning auto, blocks of 4194304 bytes\n$/,
  list: /^list-\d+: 3 objects, 68 bytes\n(?:.*\n)* {2}photos\/\n {2}readme\.txt\n2 photos\nFrom the beach: photos\/sea\.jpg\na page of 2\na page of 1\n$/m,
  'download-and-upload':
    /hashing[\s\S]*sending[\s\S]*Up: 20971520 of 20971520 bytes sent, version \d+\nUp again: 4194304 of 20971520 bytes sent\nDown: 20971520 bytes, verified\nThe version before: 4194304 bytes had to come\n16 bytes of the beginning, 20971520 as a stream\n$/,
  'move-copy-delete':
    /^2031\/report\.txt: archived\nmoved: true, still there: false\n2031\/report\.txt drafts drafts\/a drafts\/b\nFirst draft\n$/,
  sync: /^Would upload a\/one\.txt\nWould upload a\/two\.txt\nWould upload index\.html\nUp: 3 files, 31 bytes\nAgain: nothing to do, 3 unchanged, 2 requests\nUp: 1 file changed, 1 deleted\nDown: a\/two\.txt index\.html, without \.\.\/outside\.txt \(dot-segment\)\n$/,
  reassign: /^reassign-\d+ is paid for by project \S+\nNow by project \S+\n$/,
}

it.each(Object.entries(expected))(
  'examples/%s.ts runs on a cloud of its own',
  async (name, pattern) => {
    const { code, output } = await program(`${root}/examples/${name}.ts`)
    expect(code, output).toBe(0)
    expect(output).toMatch(pattern)
  },
  60_000,
)
