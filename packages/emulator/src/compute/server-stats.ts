import type { Call } from '../http/request.ts'
import type { Server } from './model.ts'

/** Where the graphs of a server are, and how often they change (seconds). */
export function statsOf(call: Call, server: Server): Readonly<Record<string, string | number>> {
  const graph = (kind: string) => `${call.origin}/cyclades/stats/v1.0/${kind}/${graphName(server.id)}`
  return {
    serverRef: server.id,
    refresh: 60,
    cpuBar: graph('cpu-bar'),
    cpuTimeSeries: graph('cpu-ts'),
    netBar: graph('net-bar'),
    netTimeSeries: graph('net-ts'),
  }
}

const PREFIX = 'snf-'

/** The name of a server in the URLs of its graphs, which are open to all: it does not tell the number at a glance. */
function graphName(id: number): string {
  return [...`${PREFIX}${id}`].map((char) => char.charCodeAt(0).toString(16)).join('')
}

/** The number of the server that a name in a graph's URL stands for; undefined if it is none. */
export function serverOfGraph(name: string): number | undefined {
  if (!/^(?:[0-9a-f]{2})+$/.test(name)) return undefined
  const text = name.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)))
  const found = /^snf-(\d+)$/.exec(text)
  return found ? Number(found[1]) : undefined
}
