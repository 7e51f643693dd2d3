import { createEmulator, type Emulator, StateError } from '@kamaki/emulator'
import { expect, test } from 'vitest'

const OPTIONS = { clock: 'manual', startTime: 1.8e12 } as const

async function put(emulator: Emulator, path: string, body?: string | Uint8Array<ArrayBuffer>): Promise<void> {
  const { token, uuid } = emulator.env().users.alice
  const headers = { 'X-Auth-Token': token, 'Content-Type': 'text/plain' }
  const url = `/pithos/object-store/v1/${uuid}${path}`
  const { status } = await emulator.fetch(url, { method: 'PUT', headers, ...(body !== undefined && { body }) })
  expect(status).toBe(201)
}

test('two clouds that are alike are exported alike, and one more object is a few lines more', async () => {
  const [one, other] = [createEmulator(OPTIONS), createEmulator(OPTIONS)]
  for (const emulator of [one, other]) await put(emulator, '/c')
  const before = await one.export()
  expect(await other.export()).toBe(before)
  await put(one, '/c/notes.txt', 'Notes, αβγ\n')
  const after = await one.export()
  const lines = new Set(before.split('\n'))
  const more = after.split('\n').filter((line) => !lines.has(line))
  expect(more.length).toBeLessThan(20)
  expect(more.find((line) => line.includes('Notes'))).toMatch(/^ {4}"[0-9a-f]{64}": \{"text":"Notes, αβγ\\n"\}/)
  expect(more.find((line) => line.includes('notes.txt'))).toContain('"type":"text/plain"')
})

test('what is not valid UTF-8 is in it as base64', async () => {
  const emulator = createEmulator(OPTIONS)
  await put(emulator, '/c')
  await put(emulator, '/c/binary', new Uint8Array([0, 255, 13, 10]))
  const exported = await emulator.export()
  expect(exported).toContain('{"base64":"AP8NCg=="}')
  const again = createEmulator(OPTIONS)
  await again.import(exported)
  const { token, uuid } = again.env().users.alice
  const response = await again.fetch(`/pithos/object-store/v1/${uuid}/c/binary`, { headers: { 'X-Auth-Token': token } })
  expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255, 13, 10])
})

test('what is not an exported cloud is rejected with the reason, and the cloud stays as it is', async () => {
  const emulator = createEmulator(OPTIONS)
  await put(emulator, '/c')
  await put(emulator, '/c/o', 'content')
  const exported = await emulator.export()
  const cases: [exported: string | object, code: string, message: string][] = [
    ['{"a": ', 'not-a-state', 'it is not valid JSON'],
    ['[]', 'not-a-state', 'the field "kamaki-emulator-fixture" is missing'],
    [{ 'kamaki-emulator-fixture': 2 }, 'format', 'has format 2, and this version'],
    [{ 'kamaki-emulator-fixture': 1 }, 'not-a-state', '"blockSize", "records" or "blocks" is missing'],
    [exported.replace('"text":"content"', '"text":"contend"'), 'damaged', 'does not have that hash'],
    [exported.replace('"text":"content"', '"test":"content"'), 'not-a-state', 'is missing'],
    [exported.replace('"user": {', '"person": {'), 'damaged', "Unknown kind of record: 'person'"],
    [exported.replaceAll('"$link":"project/1"', '"$link":"project/99"'), 'damaged', 'There is no project/99'],
  ]
  for (const [wrong, code, message] of cases) {
    const error = await emulator.import(wrong).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(StateError)
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) })
    expect((await emulator.export()) === exported).toBe(true)
  }
  const small = createEmulator({ ...OPTIONS, blockSize: 65_536 })
  await expect(small.import(exported)).rejects.toThrow('whose blocks have 4194304 bytes, not 65536')
})
