import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { namedPolicy } from '../src/cors-policies.ts'

const text = readFileSync(new URL('../../../docs/browsers.md', import.meta.url), 'utf8')
/** The names between backquotes after a word, in a list of the page. */
const named = (start: string): string[] => {
  const item = text.slice(text.indexOf(start)).split(/\n- |\n\n/)[0] ?? ''
  return [...item.matchAll(/`([^`]+)`/g)].flatMap(([, names = '']) => names.split(/,\s+/)).sort()
}
const list = (names: string): string[] => names.split(', ').sort()

describe('docs/browsers.md', () => {
  it('tells operators what the gateway of the browser tests allows and shows', () => {
    expect(named('- methods:')).toEqual(list(namedPolicy.allowMethods))
    expect(named('- to allow,')).toEqual(list(namedPolicy.allowHeaders))
    expect(named('- to expose,')).toEqual(list(namedPolicy.exposeHeaders))
  })
})
