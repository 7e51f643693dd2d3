import { beforeEach, describe, expect, test } from 'vitest'
import { cloudOf } from '../cloud-of.ts'
import { messageOf, type Session, session, TEXT } from './session.ts'

let cloud: Session
const DIRECTORY = { 'Content-Type': 'application/directory' }

beforeEach(async () => {
  cloud = session()
  await cloud.alice.call('PUT', '/c')
})

describe('a shared directory', () => {
  beforeEach(async () => {
    const { alice, bob } = cloud
    await alice.call('PUT', '/c/d', { ...DIRECTORY, 'X-Object-Sharing': `read=${bob.uuid}` })
    for (const name of ['d/1', 'd/sub/2', 'dd', 'e']) await alice.call('PUT', `/c/${name}`, TEXT, name)
  })

  test('shares all below it, and says so', async () => {
    const { alice, bob } = cloud
    const { headers, text } = await bob.at('GET', `/${alice.uuid}/c/d/sub/2`)
    expect(text).toBe('d/sub/2')
    expect(headers.get('x-object-shared-by')).toBe(`${alice.uuid}/c/d`)
    expect(headers.get('x-object-allowed-to')).toBe('read')
    expect((await bob.at('GET', `/${alice.uuid}/c/dd`)).status).toBe(403)
    expect((await bob.at('GET', `/${alice.uuid}/c`)).text).toBe('d\nd/1\nd/sub/2\n')
    expect((await bob.at('GET', `/${alice.uuid}/c?prefix=d/sub`)).text).toBe('d/sub/2\n')
    const elsewhere = await bob.at('GET', `/${alice.uuid}/c?prefix=e&format=json`)
    expect([elsewhere.status, messageOf(elsewhere)]).toEqual([403, "Browsing other account's history is not allowed"])
  })

  test('own permissions of an object come before those of the directory', async () => {
    const { alice, bob } = cloud
    await alice.call('POST', '/c/d/1?update', { 'X-Object-Sharing': 'read=nobody' })
    const answer = await bob.at('GET', `/${alice.uuid}/c/d/1`)
    expect([answer.status, messageOf(answer)]).toEqual([403, 'User does not have read access to the object'])
  })

  test('that becomes a file shares itself alone', async () => {
    const { alice, bob } = cloud
    await alice.call('PUT', '/c/d', TEXT, 'a file now')
    expect((await bob.at('GET', `/${alice.uuid}/c/d`)).status).toBe(200)
    expect((await bob.at('GET', `/${alice.uuid}/c/d/1`)).status).toBe(403)
  })

  test('lets others put into it only with write access', async () => {
    const { alice, bob } = cloud
    const put = () => bob.at('PUT', `/${alice.uuid}/c/d/new`, TEXT, 'by bob')
    expect(messageOf(await put())).toBe('User does not have write access to the object')
    await alice.call('POST', '/c/d?update', { 'X-Object-Sharing': `write=${bob.uuid}` })
    expect((await put()).status).toBe(201)
    const { quota } = cloudOf(cloud.emulator)
    expect(quota.usage(bob.uuid, bob.uuid, 'pithos.diskspace')?.usage).toBe(0n)
    expect((await bob.at('DELETE', `/${alice.uuid}/c/d/new`)).status).toBe(403)
  })
})

describe('publication', () => {
  const publish = async (name: string): Promise<string> => {
    await cloud.alice.call('POST', `/c/${name}?update`, { 'X-Object-Public': 'true' })
    const url = (await cloud.alice.call('HEAD', `/c/${name}`)).headers.get('x-object-public')!
    return new URL(url).pathname.slice('/pithos'.length)
  }

  test('has an address that anybody can read, whole or in ranges', async () => {
    const { alice, anyone } = cloud
    await alice.call('PUT', '/c/o', { ...TEXT, 'X-Object-Meta-Secret': 's' }, '0123456789')
    const path = await publish('o')
    const whole = await anyone('GET', path)
    expect([whole.status, whole.text, whole.headers.get('x-object-meta-secret')]).toEqual([200, '0123456789', null])
    const part = await anyone('GET', path, { Range: 'bytes=2-4' })
    expect([part.status, part.text, part.headers.get('content-range')]).toEqual([206, '234', 'bytes 2-4/10'])
    expect((await anyone('GET', path, { Range: 'bytes=2-40' })).status).toBe(416)
    expect((await anyone('GET', path, { 'If-None-Match': whole.headers.get('etag')! })).status).toBe(304)
    const head = await anyone('HEAD', path, { 'If-Match': 'no' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '10'])
    const post = await anyone('POST', path)
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'HEAD,GET'])
  })

  test('keeps its address while it lasts and gets another afterwards', async () => {
    await cloud.alice.call('PUT', '/c/o', TEXT, 'x')
    const path = await publish('o')
    expect(await publish('o')).toBe(path)
    await cloud.alice.call('POST', '/c/o?update', { 'X-Object-Public': 'false' })
    expect((await cloud.anyone('GET', path)).status).toBe(404)
    expect(await publish('o')).not.toBe(path)
  })

  test('does not open the account path to others, but a version of it', async () => {
    const { alice, bob } = cloud
    const { headers } = await alice.call('PUT', '/c/o', TEXT, 'x')
    await publish('o')
    const current = await bob.at('GET', `/${alice.uuid}/c/o`)
    expect([current.status, messageOf(current)]).toEqual([403, 'User does not have access to the path'])
    expect((await bob.at('GET', `/${alice.uuid}/c/o?version=${headers.get('x-object-version')}`)).text).toBe('x')
  })
})

describe('groups', () => {
  test('count at most 32, of at most 32 members', async () => {
    const { alice, bob } = cloud
    const header = (i: number) => [`X-Account-Group-G${i}`, bob.uuid]
    const groups = Object.fromEntries(Array.from({ length: 33 }, (_, i) => header(i)))
    const answer = await alice.call('POST', '?update', groups)
    expect([answer.status, messageOf(answer)]).toEqual([400, 'Pithos+ accounts cannot have more than 32 groups'])
    expect((await alice.call('HEAD', '')).headers.get('x-account-group-g0')).toBeNull()
  })

  test('sharing with a group shows the account among those that share', async () => {
    const { alice, bob } = cloud
    await alice.call('PUT', '/c/o', { ...TEXT, 'X-Object-Sharing': `read=${alice.uuid}:g` }, 'x')
    expect((await bob.at('GET', '/')).status).toBe(200)
    expect((await bob.at('GET', '/')).text).not.toContain(alice.uuid)
    await alice.call('POST', '?update', { 'X-Account-Group-G': bob.uuid })
    expect((await bob.at('GET', '/')).text).toContain(`${alice.uuid}\n`)
    expect((await bob.at('GET', `/${alice.uuid}/c`)).text).toBe('o\n')
  })
})

describe('the relay and the view for browsers', () => {
  test('relay identity calls', async () => {
    const { anyone, alice } = cloud
    const answer = await anyone('POST', '/_astakos/identity/v2.0/tokens', { 'X-Auth-Token': alice.token })
    expect([answer.status, 'access' in (answer.json as object)]).toEqual([200, true])
    const ui = await anyone('GET', '/_astakos/ui/login?next=/x')
    expect([ui.status, ui.headers.get('location')]).toEqual([302, 'http://synnefo.test/astakos/ui/login?next=/x'])
  })

  test('send a browser to the identity service first, and serve it once it has a token', async () => {
    const { anyone, alice, emulator } = cloud
    await alice.call('PUT', '/c/o', TEXT, 'for a browser')
    const path = `/ui/view/${alice.uuid}/c/o`
    const answer = await anyone('GET', path)
    expect(answer.status).toBe(302)
    const location = new URL(answer.headers.get('location')!)
    expect(location.pathname).toBe('/astakos/oauth2/auth')
    expect(location.searchParams.get('scope')).toBe(`/${alice.uuid}/c/o`)
    expect(location.searchParams.get('redirect_uri')).toBe(`http://synnefo.test/pithos${path}`)

    const { oauth2, users } = cloudOf(emulator)
    const request = oauth2.readCodeRequest(new Map(location.searchParams), undefined)
    const code = oauth2.issueCode(users.byUuid(alice.uuid)!, request.client, request.redirectUri, request.scope)
    const back = await anyone('GET', `${path}?code=${code}&state=`)
    const token = new URL(back.headers.get('location')!).searchParams.get('access_token')!
    const shown = await anyone('GET', `${path}?access_token=${token}`)
    expect([shown.status, shown.text]).toEqual([200, 'for a browser'])
    expect((await anyone('GET', `${path}?code=${code}`)).status).toBe(403)
    emulator.clock.advance(60_000)
    const late = await anyone('GET', `${path}?access_token=${token}`)
    expect([late.status, late.headers.get('location')]).toEqual([302, `http://synnefo.test/pithos${path}`])
    expect((await anyone('POST', path)).status).toBe(405)
  })
})
