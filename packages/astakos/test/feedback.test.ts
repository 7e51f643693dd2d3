import { AstakosClient } from '@kamaki/astakos'
import { replying, serve } from '@kamaki-tooling/testing'
import { expect, it } from 'vitest'
import { testCloud } from './cloud.ts'

it('sends a message', async () => {
  const cloud = testCloud()
  await cloud.as('alice').feedback.send('Πολύ ωραίο & γρήγορο', { data: 'kamaki-js' })
  expect(cloud.requests.at(-1)).toBe('POST /astakos/account/v1.0/feedback')
  await expect(cloud.as('alice').feedback.send('')).rejects.toThrow(/message/)
})

it('sends it as a form, with exactly the content type that Astakos takes', async () => {
  const seen: (string | undefined)[] = []
  const url = await serve((request, response) => {
    const account = `http://${request.headers.host}/account/v1.0`
    const catalog = {
      name: 'a',
      type: 'account',
      endpoints: [{ publicURL: account, versionId: 'v1.0', region: 'default' }],
    }
    const chunks: string[] = []
    request.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk))
    request.on('end', () => {
      seen.push(request.headers['content-type'], chunks.join(''))
      replying(200, 'application/json', JSON.stringify({ access: { serviceCatalog: [catalog] } }))(request, response)
    })
  })
  await new AstakosClient(url, 'token').feedback.send('γειά & +', { data: 'x=1' })
  expect(seen.slice(2)).toEqual([
    'application/x-www-form-urlencoded',
    'feedback_data=x%3D1&feedback_msg=%CE%B3%CE%B5%CE%B9%CE%AC+%26+%2B',
  ])
})
