import { localPath } from '@kamaki/pithos/node'
import { describe, expect, it } from 'vitest'

const everywhere = {
  '': 'empty-name',
  '/': 'empty-name',
  '//': 'empty-name',
  '/etc/passwd': 'absolute',
  '//server/share/x': 'absolute',
  '.': 'dot-segment',
  '..': 'dot-segment',
  '../x': 'dot-segment',
  'a/../../x': 'dot-segment',
  'a/..': 'dot-segment',
  './a': 'dot-segment',
  'a/./b': 'dot-segment',
  'a//b': 'empty-segment',
  'a/': 'empty-segment',
  'a\0b': 'nul',
  '\0': 'nul',
  'a\ud800b': 'not-unicode',
  '\udc00': 'not-unicode',
  'x/.kamaki-0123456789abcdef-17.part': 'part-file',
  '.KAMAKI-0123456789abcdef-x.PART': 'part-file',
} as const

const onWindows = {
  'C:/x': 'absolute',
  'c:x': 'absolute',
  '\\\\server\\share': 'absolute',
  '\\x': 'absolute',
  'a\\b': 'backslash',
  '..\\x': 'backslash',
  'a/..\\..\\x': 'backslash',
  'a/C:x': 'forbidden-character',
  'file.txt:stream': 'forbidden-character',
  'a<b': 'forbidden-character',
  'a*': 'forbidden-character',
  'what?': 'forbidden-character',
  '"': 'forbidden-character',
  'a|b': 'forbidden-character',
  'bell\x07': 'forbidden-character',
  'a/b./c': 'trailing-dot-or-space',
  'a ': 'trailing-dot-or-space',
  '...': 'trailing-dot-or-space',
  '.. ': 'trailing-dot-or-space',
  nul: 'reserved-name',
  'a/CON': 'reserved-name',
  'Aux.txt': 'reserved-name',
  'prn.tar.gz': 'reserved-name',
  com1: 'reserved-name',
  'COM9.x': 'reserved-name',
  'lpt³': 'reserved-name',
  'nul .txt': 'reserved-name',
  CONIN$: 'reserved-name',
} as const

describe('localPath', () => {
  it.each(['linux', 'darwin', 'win32'])('rejects what leads out or is not a path: %s', (platform) => {
    for (const [name, problem] of Object.entries(everywhere)) {
      expect({ name, ...localPath(name, platform) }).toEqual({ name, problem })
    }
  })

  it('rejects on Windows what means something else there, and nowhere else', () => {
    for (const [name, problem] of Object.entries(onWindows)) {
      expect({ name, ...localPath(name, 'win32') }).toEqual({ name, problem })
      expect(localPath(name, 'linux')).toEqual({ segments: name.split('/') })
    }
  })

  it.each(['linux', 'darwin', 'win32'])('takes names that only look strange: %s', (platform) => {
    const names = [
      'a',
      '...a',
      '.a',
      '..a/b',
      'a..',
      'ω/λ',
      'con1',
      'comet',
      'null.txt',
      'com10',
      'a b',
      '~',
      '-rf',
      '%2e%2e/x',
      '．．/x',
    ]
    for (const name of names.filter((each) => platform !== 'win32' || !each.endsWith('.'))) {
      expect(localPath(name, platform)).toEqual({ segments: name.split('/') })
    }
  })

  it('rejects what is too long for a file name, counted as the system does', () => {
    const greek = 'ω'.repeat(200)
    expect(localPath(`a/${greek}/b`, 'linux')).toEqual({ problem: 'too-long' })
    expect(localPath(`a/${greek}/b`, 'win32').segments).toHaveLength(3)
    expect(localPath('x'.repeat(255), 'linux').segments).toHaveLength(1)
    for (const platform of ['linux', 'darwin', 'win32']) {
      expect(localPath('x'.repeat(256), platform)).toEqual({ problem: 'too-long' })
    }
  })
})
