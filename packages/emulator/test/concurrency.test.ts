import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cloudOf } from './cloud-of.ts'
import { Caller, type Json } from './support.ts'

const COMPUTE = '/cyclades/compute/v2.0'
const NETWORK = '/cyclades/network/v2.0'
const VOLUME = '/cyclades/volume/v2.0'

/** What a client may be told by a cloud that is busy, full or has forgotten; anything else is a failure of this test. */
const EXPECTED = new Set([200, 201, 202, 204, 400, 404, 409, 413])

const STEPS = [
  'put',
  'overwrite',
  'remove',
  'move',
  'network',
  'port',
  'address',
  'server',
  'rename',
  'volume',
  'commission',
  'join',
  'leave',
] as const
type Step = (typeof STEPS)[number]

/** One of many clients of one user; keeps book of what it knows to be stored. */
class Client {
  readonly #cloud: Caller
  readonly user: string
  readonly #id: number
  readonly stored: Set<string> = new Set()
  readonly unexpected: string[] = []
  #server: number | undefined
  #network: string | undefined
  #next = 0

  constructor(cloud: Caller, user: string, id: number) {
    this.#cloud = cloud
    this.user = user
    this.#id = id
  }

  async #call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; json: Json }> {
    const answer = await this.#cloud.call(this.user, method, path, body, headers)
    if (!EXPECTED.has(answer.status)) this.unexpected.push(`${method} ${path}: ${answer.status} ${answer.text}`)
    return answer
  }

  #object(name: string): string {
    return `/pithos/object-store/v1/${this.#cloud.uuid(this.user)}/shared/${name}`
  }

  async do(step: Step): Promise<void> {
    const known = [...this.stored]
    const project = this.#cloud.emulator.env().vars['projectId']
    switch (step) {
      case 'put':
      case 'overwrite': {
        const name = (step === 'overwrite' && known[0]) || `o-${this.#id}-${this.#next++}`
        const { status } = await this.#call('PUT', this.#object(name), 'x'.repeat(1 + this.#next), {
          'content-type': 'text/plain',
        })
        if (status === 201) this.stored.add(name)
        break
      }
      case 'remove':
        if (known[0] && (await this.#call('DELETE', this.#object(known[0]))).status === 204)
          this.stored.delete(known[0])
        break
      case 'move': {
        const to = `m-${this.#id}-${this.#next++}`
        if (
          known[0] &&
          (await this.#call('MOVE', this.#object(known[0]), undefined, { destination: `/shared/${to}` })).status === 201
        ) {
          this.stored.delete(known[0])
          this.stored.add(to)
        }
        break
      }
      case 'network':
        this.#network =
          (await this.#call('POST', `${NETWORK}/networks`, { network: { type: 'MAC_FILTERED', name: 'n' } })).json
            ?.network?.id ?? this.#network
        break
      case 'port':
        if (this.#network) await this.#call('POST', `${NETWORK}/ports`, { port: { network_id: this.#network } })
        break
      case 'address':
        await this.#call('POST', `${NETWORK}/floatingips`, { floatingip: { floating_network_id: '1' } })
        break
      case 'server': {
        const image = (await this.#call('GET', `${COMPUTE}/images`)).json.images[0].id
        const server = {
          name: 's',
          flavorRef: 1,
          imageRef: image,
          networks: this.#network ? [{ uuid: this.#network }] : [],
        }
        this.#server = (await this.#call('POST', `${COMPUTE}/servers`, { server })).json?.server?.id ?? this.#server
        break
      }
      case 'rename':
        if (this.#server)
          await this.#call('PUT', `${COMPUTE}/servers/${this.#server}`, { server: { name: `s-${this.#next++}` } })
        break
      case 'volume':
        await this.#call('POST', `${VOLUME}/volumes`, {
          volume: { size: 1, display_name: 'v', server_id: this.#server ?? null },
        })
        break
      case 'commission': {
        const uuid = this.#cloud.uuid(this.user)
        const provisions = [
          { holder: `user:${uuid}`, source: `project:${uuid}`, resource: 'cyclades.ram', quantity: 1 },
        ]
        const { status, json } = await this.#cloud.account('service', 'POST', '/commissions', { provisions })
        if (status === 201)
          await this.#cloud.account('service', 'POST', `/commissions/${json.serial}/action`, { reject: '' })
        break
      }
      case 'join':
        await this.#call('POST', '/astakos/account/v1.0/projects/memberships', { join: { project } })
        break
      case 'leave': {
        const { json } = await this.#call('GET', `/astakos/account/v1.0/projects/memberships?project=${project}`)
        const mine = json.find((membership: Json) => membership.user === this.#cloud.uuid(this.user))
        if (mine)
          await this.#call('POST', `/astakos/account/v1.0/projects/memberships/${mine.id}/action`, { leave: '' })
        break
      }
    }
  }
}

async function deleteEverything(cloud: Caller, user: string): Promise<void> {
  const ids = async (path: string, key: string) =>
    (await cloud.call(user, 'GET', path)).json[key].map(({ id }: Json) => id)
  const each = async (path: string, key: string) => {
    for (const id of await ids(path, key)) await cloud.call(user, 'DELETE', `${path}/${id}`)
    cloud.emulator.clock.runAll()
  }
  await each(`${COMPUTE}/servers`, 'servers')
  await each(`${VOLUME}/volumes`, 'volumes')
  await each(`${NETWORK}/ports`, 'ports')
  await each(`${NETWORK}/floatingips`, 'floatingips')
  for (const id of await ids(`${NETWORK}/networks`, 'networks'))
    if (id !== '1') await cloud.call(user, 'DELETE', `${NETWORK}/networks/${id}`)
  cloud.emulator.clock.runAll()
  const container = `/pithos/object-store/v1/${cloud.uuid(user)}/shared`
  await cloud.call(user, 'DELETE', `${container}?delimiter=/`)
  await cloud.call(user, 'DELETE', container)
}

test('200 clients at once lose no update and leak no quota', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.constantFrom(...STEPS), { minLength: 2, maxLength: 8 }), { minLength: 200, maxLength: 200 }),
      fc.integer({ min: 1, max: 40 }),
      async (scripts, people) => {
        const cloud = new Caller({ users: people, blockSize: 4096, transitionMs: 5 })
        const users = Array.from({ length: people }, (_, i) => `user${i + 1}`)
        for (const user of users) await cloud.call(user, 'PUT', `/pithos/object-store/v1/${cloud.uuid(user)}/shared`)
        const clients = scripts.map((_, i) => new Client(cloud, users[i % people] ?? '', i))
        await Promise.all(
          clients.map(async (client, i) => {
            for (const step of scripts[i] ?? []) {
              await client.do(step)
              if (i % 10 === 0) cloud.emulator.clock.advance(3)
            }
          }),
        )
        expect(clients.flatMap(({ unexpected }) => unexpected)).toEqual([])
        cloud.emulator.clock.runAll()
        for (const user of users) {
          const listing = await cloud.call(
            user,
            'GET',
            `/pithos/object-store/v1/${cloud.uuid(user)}/shared?format=json`,
          )
          const stored = clients.filter((client) => client.user === user).flatMap((client) => [...client.stored])
          expect((listing.json ?? []).map(({ name }: Json) => name).sort()).toEqual(stored.sort())
        }
        const used = new Set(
          [...cloudOf(cloud.emulator).quota.entries()]
            .filter(([, , , { usageMin }]) => usageMin > 0n)
            .map(([, , resource]) => resource),
        )
        // Else there is nothing to leak.
        for (const resource of ['vm', 'disk', 'floating_ip', 'network.private'])
          expect(used).toContain(`cyclades.${resource}`)
        expect(used).toContain('pithos.diskspace')
        for (const user of users) await deleteEverything(cloud, user)
        const left = [...cloudOf(cloud.emulator).quota.entries()].filter(([holder, , , { usageMin, usageMax }]) => {
          // The operator's image stays.
          return (
            !holder.includes(cloudOf(cloud.emulator).users.byName('operator')?.uuid ?? '') &&
            (usageMin !== 0n || usageMax !== 0n)
          )
        })
        expect(left).toEqual([])
      },
    ),
    { numRuns: 4, endOnFailure: true },
  )
}, 120_000)
