import { describe, expect, it } from 'vitest'
import { Session } from '../compute/session.ts'

interface Shown {
  status: number
  headers: Headers
  text: string
}

/** A cloud with an object of alice, and calls on the image registry. */
class Registry {
  readonly session: Session = new Session()

  get alice(): string {
    return this.session.uuid
  }

  get bob(): string {
    return this.session.emulator.env().users['bob']!.uuid!
  }

  async call(
    user: string,
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: string,
  ): Promise<Shown> {
    const token = this.session.emulator.env().users[user]!.token
    const response = await this.session.emulator.fetch(`http://synnefo.test/cyclades/image/v1.0${path}`, {
      method,
      headers: { 'X-Auth-Token': token, ...headers },
      ...(body === undefined ? {} : { body }),
    })
    expect(this.session.bugs).toEqual([])
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  async upload(name: string): Promise<string> {
    const headers = { 'X-Auth-Token': this.session.emulator.env().users['alice']!.token }
    const base = `http://synnefo.test/pithos/object-store/v1/${this.alice}/images`
    await this.session.emulator.fetch(base, { method: 'PUT', headers })
    const type = { ...headers, 'Content-Type': 'application/octet-stream' }
    await this.session.emulator.fetch(`${base}/${name}`, { method: 'PUT', headers: type, body: 'a disk' })
    return `pithos://${this.alice}/images/${name}`
  }

  async register(name: string, more: Record<string, string> = {}): Promise<Shown> {
    const location = await this.upload(encodeURIComponent(name))
    return this.call('alice', 'POST', '/images', {
      'X-Image-Meta-Name': encodeURIComponent(name),
      'X-Image-Meta-Location': location,
      ...more,
    })
  }

  async id(name = 'disk'): Promise<string> {
    return (await this.register(name)).headers.get('x-image-meta-id') ?? ''
  }
}

describe('an image', () => {
  it('has names and properties in any language, of which the names lose case and punctuation', async () => {
    const registry = new Registry()
    const made = await registry.register('Εικόνα 1', {
      'X-Image-Meta-Property-Root.Partition': '1',
      'X-Image-Meta-Property-%CE%91': '%CE%B2',
    })
    expect(made.status).toBe(200)
    expect(made.headers.get('x-image-meta-name')).toBe('%CE%95%CE%B9%CE%BA%CF%8C%CE%BD%CE%B1%201')
    expect(made.headers.get('x-image-meta-property-root-partition')).toBe('1')
    expect(made.headers.get('x-image-meta-property-%CE%B1')).toBe('%CE%B2')
    expect(made.headers.get('x-image-meta-location')).toMatch(/\/images\/%CE%95.*%201$/)
    const { images } = JSON.parse((await registry.call('alice', 'GET', '/images/detail')).text)
    expect(images.find((image: { name: string }) => image.name === 'Εικόνα 1').properties).toEqual({
      root_partition: '1',
      α: 'β',
    })
  })

  it('is a public Debian for everybody from the start', async () => {
    const registry = new Registry()
    const { images } = JSON.parse((await registry.call('bob', 'GET', '/images/detail')).text)
    expect(images).toHaveLength(1)
    expect(images[0]).toMatchObject({
      name: 'Debian Base',
      size: 5_000_000,
      status: 'AVAILABLE',
      is_public: true,
      is_snapshot: false,
      disk_format: 'diskdump',
      container_format: 'bare',
      properties: { os: 'debian', osfamily: 'linux', root_partition: '1', users: 'root' },
    })
  })

  it('cannot be sorted by what one of them lacks', async () => {
    const registry = new Registry()
    expect((await registry.call('alice', 'GET', '/images?sort_key=size&sort_dir=asc')).status).toBe(200)
    expect((await registry.call('alice', 'GET', '/images?sort_key=description')).status).toBe(400)
  })

  it('takes no more metadata than Pithos stores, and changes nothing when it is too much', async () => {
    const registry = new Registry()
    const id = await registry.id()
    const many = Object.fromEntries(Array.from({ length: 29 }, (_, i) => [`X-Image-Meta-Property-p${i}`, 'v']))
    const refused = await registry.call('alice', 'PUT', `/images/${id}`, { ...many, 'X-Image-Meta-Is-Public': 'true' })
    expect(refused.status).toBe(400)
    expect(refused.text).toContain('more than 32 metadata items')
    const { headers } = await registry.call('alice', 'HEAD', `/images/${id}`)
    expect(headers.get('x-image-meta-is-public')).toBe('False')
    expect([...headers.keys()].filter((name) => name.includes('property'))).toEqual([])
  })

  it.each([
    ['POST', '/images/detail', 405, 'notAllowed', 'GET'],
    ['PUT', '/images', 405, '', 'GET, POST'],
    ['POST', '/images/a-b', 405, '', 'GET, HEAD, PUT, DELETE'],
    ['DELETE', '/images/a-b/members', 405, '', 'GET, PUT'],
    ['GET', '/images/a-b/members/me', 405, '', 'DELETE, PUT'],
  ])('%s %s is not a method', async (method, path, status, fault, allow) => {
    const answer = await new Registry().call('alice', method, path)
    expect([answer.status, answer.headers.get('allow')]).toEqual([status, allow])
    expect(answer.text).toContain(fault)
  })

  it('that is none, or of nobody, is told from one that may not be seen', async () => {
    const registry = new Registry()
    const id = await registry.id()
    expect((await registry.call('bob', 'HEAD', `/images/${id}`)).status).toBe(403)
    expect((await registry.call('bob', 'HEAD', '/images/nothing')).status).toBe(400)
    expect((await registry.call('bob', 'HEAD', '/images/00000000-0000-4000-8000-000000000000')).status).toBe(404)
  })
})

describe('members', () => {
  const put = (registry: Registry, id: string, body: string) =>
    registry.call('alice', 'PUT', `/images/${id}/members`, { 'Content-Type': 'application/json' }, body)

  it('are replaced as a whole, but for the public', async () => {
    const registry = new Registry()
    const id = await registry.id()
    await registry.call('alice', 'PUT', `/images/${id}`, { 'X-Image-Meta-Is-Public': 'true' })
    const memberships = [{ member_id: registry.bob }, { member_id: 'x', can_share: true }, { member_id: 'x' }]
    expect((await put(registry, id, JSON.stringify({ memberships }))).status).toBe(204)
    expect(JSON.parse((await registry.call('alice', 'GET', `/images/${id}/members`)).text).members).toEqual([
      { member_id: registry.bob, can_share: false },
      { member_id: 'x', can_share: false },
    ])
    expect((await registry.call('alice', 'HEAD', `/images/${id}`)).headers.get('x-image-meta-is-public')).toBe('True')
  })

  it.each([
    ['{}', 400, "Malformed request. Missing attribute 'memberships'."],
    ['{"memberships": {}}', 400, "Malformed request. Invalid 'memberships' field"],
    ['{"memberships": ["x"]}', 400, "Invalid 'memberships' field"],
    ['{"memberships": [{}]}', 400, "Malformed request. Missing attribute 'member_id'."],
    ['{"memberships": [{"member_id": 5}]}', 400, ''],
    ['[]', 500, 'Unexpected error'],
    ['{', 400, 'Could not decode request body as JSON'],
  ])('from %s are rejected', async (body, status, message) => {
    const registry = new Registry()
    const answer = await put(registry, await registry.id(), body)
    expect(answer.status).toBe(status)
    expect((Object.values(JSON.parse(answer.text))[0] as { message: string }).message).toBe(message)
  })
})
