import { BlockStorageClient } from '@kamaki/cyclades'
import { CaseBook } from '@kamaki-tooling/wire'
import { expect, it } from 'vitest'
import { volumeSuite } from './volume-suite.ts'

const book = new CaseBook('BlockStorageClient')
volumeSuite(book, (url, token) => new BlockStorageClient(url, token, { retry: false }), {}, [])

it('leaves no case out', () => {
  expect(book.missing()).toEqual([])
})
