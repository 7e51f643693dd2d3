import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** What is not HTTP gets a 400 as from the web server in front of a real Synnefo, and the connection ends. */
export function refuseGarbage(server: Server): void {
  server.on('clientError', (error: Error & { code?: string; rawPacket?: Buffer }, socket) => {
    const [status, reason] = statusOf(error.code, error.rawPacket)
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    const body = `<html><head><title>${status} ${reason}</title></head><body><h1>${reason}</h1></body></html>`
    socket.end(
      `HTTP/1.1 ${status} ${reason}\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    )
  })
  server.on('connect', (_request, socket: Socket) => {
    socket.end('HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
  })
}

function statusOf(code: string | undefined, packet: Buffer | undefined): [status: number, reason: string] {
  if (code === 'HPE_HEADER_OVERFLOW') return [400, 'Bad Request']
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, 'Request Timeout']
  const named = /^[A-Z-]+ /.test(packet?.toString('latin1', 0, 40) ?? '')
  if (code === 'HPE_INVALID_METHOD' && named) return [501, 'Not Implemented']
  return [400, 'Bad Request']
}
