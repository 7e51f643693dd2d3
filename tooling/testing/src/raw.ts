import { connect } from 'node:net'

/** Sends bytes over a connection of its own and returns all that comes back until the server closes (or `until` is seen). */
export function raw(port: number, bytes: string | Uint8Array, until?: RegExp, patienceMs = 10_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' })
    let seen = ''
    socket.setTimeout(patienceMs, () => socket.destroy(new Error(`nothing more after: ${seen}`)))
    socket.on('connect', () => socket.write(bytes))
    socket.on('data', (piece) => {
      seen += piece.toString('latin1')
      if (until?.test(seen)) socket.destroy()
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve(`${seen}<${error.code}>`)
      else reject(error)
    })
    socket.on('close', () => resolve(seen))
  })
}
