import { Client, NotFoundError } from '@kamaki/core'
import { expect, it } from 'vitest'
import { rejection } from '../support/servers.ts'

const failing = (status: number, body: string | null = null) =>
  new Client('http://weather.test/v1', 'token', { fetch: async () => new Response(body, { status }), retry: false })
const call = { subject: 'Station "7"' }

it('says what does not exist where a 404 has no body, as those to HEAD requests', async () => {
  const error = await rejection(failing(404).send('HEAD', 'stations/7', call))
  expect(NotFoundError.isInstance(error)).toBe(true)
  expect((error as Error).message).toBe('Station "7" does not exist (HEAD http://weather.test/v1/stations/7)')
})

it('leaves it to the cloud where it says so itself, and to other statuses', async () => {
  const said = '{"itemNotFound":{"message":"No such station","code":404}}'
  expect(await rejection(failing(404, said).request('GET', 'stations/7', call))).toMatchObject({
    message: '404 itemNotFound: No such station (GET http://weather.test/v1/stations/7)',
  })
  expect(await rejection(failing(403).request('GET', 'stations/7', call))).toMatchObject({
    message: '403 forbidden (GET http://weather.test/v1/stations/7)',
  })
  expect(await rejection(failing(404).request('GET', 'stations/7'))).toMatchObject({
    message: '404 not found (GET http://weather.test/v1/stations/7)',
  })
})

it('says what to do about a 404, where the call knows that', async () => {
  const known = { ...call, advice: 'Create it with stations.create()' }
  const url = '(HEAD http://weather.test/v1/stations/7)'
  expect(await rejection(failing(404).send('HEAD', 'stations/7', known))).toMatchObject({
    message: `Station "7" does not exist ${url}. Create it with stations.create()`,
  })
  expect(await rejection(failing(403).send('HEAD', 'stations/7', known))).toMatchObject({
    message: `403 forbidden ${url}`,
  })
})

it('asks about other failures what to do, where the call has a function for it', async () => {
  const advice = ({ status, message }: { status: number; message: string | undefined }) =>
    status === 400 && message === undefined ? 'Check the sensor' : undefined
  const url = '(HEAD http://weather.test/v1/stations/7)'
  const known = { ...call, advice }
  expect((await rejection(failing(400).send('HEAD', 'stations/7', known))) as Error).toMatchObject({
    message: `400 bad request ${url}. Check the sensor`,
  })
  expect(await rejection(failing(403).send('HEAD', 'stations/7', known))).toMatchObject({
    message: `403 forbidden ${url}`,
  })
})
