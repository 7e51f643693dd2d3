import { NetworkClient } from '@kamaki/network'
import { CaseBook } from '@kamaki-tooling/wire'
import { describe, expect, it } from 'vitest'
import { plain } from './calls.ts'
import { replay } from './replay.ts'

const book = new CaseBook('NetworkClient')
const connect = (endpointUrl: string, token: string) => new NetworkClient(endpointUrl, token, { retry: false })

book.declareBug('wait-port-until-default-build', 'our waits have no default target (network.test-d.ts)')

describe('NetworkClient asks what the old library asked', () => {
  const cases = book.takeAll(({ bug }) => bug !== 'wait-port-until-default-build')

  it.each(cases.map((wireCase) => [`${wireCase.method}: ${wireCase.case}`, wireCase] as const))(
    '%s',
    async (_name, wireCase) => {
      await replay(nullGateway(wireCase), connect, plain)
    },
  )

  it('and leaves no case out', () => {
    expect(book.missing()).toEqual([])
  })
})

/** The batch method of the old library forgot to turn the empty gateway into none, as the single one does (bug create-batch-mutates-arguments). */
function nullGateway(wireCase: (typeof book.cases)[number]): (typeof book.cases)[number] {
  if (wireCase.method !== 'create_subnets') return wireCase
  const text = JSON.stringify(wireCase.exchanges).replaceAll('"gateway_ip":""', '"gateway_ip":null')
  return { ...wireCase, exchanges: JSON.parse(text) }
}
