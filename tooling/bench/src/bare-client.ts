import { Agent, request } from 'node:http'

const agent = new Agent({ keepAlive: true, maxSockets: 4 })

/** Sends the same request `count` times by node:http, four at a time, each response read to its end. */
export async function repeat(
  url: string,
  count: number,
  {
    method,
    headers = {},
    body,
  }: { method: string; headers?: Record<string, string>; body?: (index: number) => Buffer },
): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      await once(url, method, headers, body?.(index))
    }
  }
  await Promise.all([worker(), worker(), worker(), worker()])
}

function once(url: string, method: string, headers: Record<string, string>, body: Buffer | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(body.length) }
    const outgoing = request(url, { method, agent, headers: { ...headers, ...length } }, (response) => {
      response.resume()
      response.on('error', reject)
      response.on('end', () => {
        if ((response.statusCode ?? 500) < 400) resolve()
        else reject(new Error(`${method} ${url} responded ${response.statusCode}`))
      })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

export function closeBareClient(): void {
  agent.destroy()
}
