// The yardstick: a node:http server that takes blocks and hashes them, or returns blocks, and does nothing else.
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const block = Buffer.alloc(4 * 2 ** 20, 7)
const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-length': block.length }).end(block)
    return
  }
  const hash = createHash('sha256')
  request.on('data', (chunk: Buffer) => hash.update(chunk))
  request.on('end', () => {
    const text = hash.digest('hex')
    response.writeHead(202, { 'content-length': text.length }).end(text)
  })
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
})
