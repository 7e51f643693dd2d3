/** Why the cloud cannot listen, with the option that helps. */
export function listenProblem(error: NodeJS.ErrnoException, { port, host }: { port: number; host: string }): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `port ${port} of ${host} is in use. Another one: --port N; any free one: --port 0`
    case 'EACCES':
      return `this user may not listen on port ${port}. One above 1023: --port N`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine. Leave --host out to listen on 127.0.0.1, or say 0.0.0.0 for all addresses`
    default:
      return error.message
  }
}
