import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesIn } from './files.ts'
import type { Guard } from './findings.ts'

const LIMIT = 300

/** A file of source is short enough to be read at one sitting. */
export const fileSize: Guard = {
  name: 'size',
  advice: 'Split it by what its parts are for.',
  async run(root) {
    const files = filesIn(root, /^(packages|tooling)\/[^/]+\/src\/.*\.(tsx?|mjs)$/)
    const sizes = files.map((file) => ({
      file,
      lines: readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length,
    }))
    return sizes
      .filter(({ lines }) => lines >= LIMIT)
      .map(({ file, lines }) => ({ key: file, message: `${file} has ${lines} lines; the limit is ${LIMIT - 1}` }))
  },
}
