import { SERVICES } from './fields.ts'
import type { Kind } from './kind.ts'

export const stopService: Kind<'stopService'> = {
  title: 'A service is away',
  required: ['service'],
  optional: ['status', 'retryAfter', 'forMs'],
  start({ cloud, options, struck }) {
    const { service, status = 503, retryAfter, forMs = Number.POSITIVE_INFINITY } = options
    const prefix = SERVICES[service]
    const until = Math.floor(cloud.clock.now()) + forMs
    const isOver = () => cloud.clock.now() >= until
    return {
      isOver,
      strike(call) {
        const path = call.path ?? call.rawPath
        if (isOver() || (path !== prefix && !path.startsWith(`${prefix}/`))) return undefined
        struck()
        return { kind: 'status', status, retryAfter }
      },
    }
  },
}
