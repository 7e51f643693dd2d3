// Run by other runtimes. Arguments: the URL of a cloud, of one with a certificate of the test vectors, and the file of its CA.
import { Client, KamakiError } from '../../src/index.ts'
import { createNodeFetch } from '../../src/node/index.ts'

const [plain = '', secure = '', caFile = ''] = process.argv.slice(-3)
const results: Record<string, unknown> = {}

async function keep(name: string, work: () => Promise<unknown>): Promise<void> {
  try {
    results[name] = await work()
  } catch (error) {
    results[name] = KamakiError.isInstance(error) ? error.name : String(error)
  }
}

const client = new Client(plain, 'token', { retry: { baseMs: 1, limit: 2 } })
const bytes = new Uint8Array(300_000)
await keep('json', () => client.request('POST', 'x', { json: { a: 1 } }))
await keep('empty', () => client.request('POST', 'x'))
await keep('bytes', () => client.request('PUT', 'x', { body: bytes }))
await keep('blob', () => client.request('PUT', 'x', { body: new Blob([bytes]) }))
await keep('stream', () => client.request('PUT', 'x', { body: () => new Blob([bytes]).stream() }))
await keep('missing', () => client.request('GET', 'no'))
await keep('busy', () => client.request('GET', 'busy'))
await keep('redirect', () => client.request('GET', 'redirect'))
await keep('elsewhere', () => client.request('GET', 'elsewhere'))
await keep('cut', () => client.request('GET', 'cut', { retry: false }))
await keep('stall', () => client.request('GET', 'stall', { timeoutMs: 100 }))
await keep('abort', () => {
  const abort = new AbortController()
  setTimeout(() => abort.abort('mine'), 50)
  return client.request('GET', 'stall', { signal: abort.signal })
})
await keep('untrusted CA', () => new Client(secure, 'token', { retry: false }).request('GET', 'x'))
const fetch = createNodeFetch({ caFile })
await keep('trusted CA', () =>
  new Client(secure, 'token', { retry: false, fetch }).request('PUT', 'x', { body: bytes }),
)
await fetch.close()
console.log(JSON.stringify(results))
process.exit()
