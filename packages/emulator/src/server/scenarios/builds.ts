import type { BuildFailure } from '../../cloud.ts'
import type { Server } from '../../compute/model.ts'
import { breakServer } from '../../compute/server-jobs.ts'
import type { WholeCloud } from '../whole-cloud.ts'
import type { Kind } from './kind.ts'
import { DONE } from './kind.ts'
import { isCalled, serverCalled, userCalled } from './lookup.ts'
import type { BuildTarget, Diagnosis } from './types.ts'

const failureOf = ({ message = 'Image customization failed.', details }: Diagnosis): BuildFailure => ({
  message,
  details: details ?? null,
})

/** Tells which servers a scenario is about. @throws {EmulatorArgumentError} for a user whom nobody knows */
function matcher(cloud: WholeCloud, { server, user }: BuildTarget): (built: Server) => boolean {
  const owner = user === undefined ? undefined : userCalled(cloud, user).uuid
  return (built) => (server === undefined || isCalled(built, server)) && (owner === undefined || built.owner === owner)
}

export const failBuild: Kind<'failBuild'> = {
  title: 'The next build of a server fails',
  required: [],
  optional: ['server', 'user', 'times', 'message', 'details'],
  start({ cloud, options, struck, count }) {
    const { times = 1 } = options
    const matches = matcher(cloud, options)
    const isOver = () => count() >= times
    return {
      isOver,
      buildFailure(server) {
        if (isOver() || !matches(server)) return undefined
        struck()
        return failureOf(options)
      },
    }
  },
}

export const hangBuild: Kind<'hangBuild'> = {
  title: 'The next build of a server hangs',
  required: [],
  optional: ['server', 'user', 'times'],
  start({ cloud, options, struck, count }) {
    const { times = 1 } = options
    const matches = matcher(cloud, options)
    const held: (() => void)[] = []
    return {
      // What hangs is still to be let go.
      isOver: () => false,
      holdBuild(server, finish) {
        if (count() >= times || !matches(server)) return false
        struck()
        held.push(finish)
        return true
      },
      end() {
        for (const finish of held.splice(0)) finish()
      },
    }
  },
}

export const failServer: Kind<'failServer'> = {
  title: 'A server breaks',
  required: ['server'],
  optional: ['message', 'details'],
  start({ cloud, options, struck }) {
    const server = serverCalled(cloud, options.server)
    breakServer(cloud, server, failureOf(options))
    // Whatever job is under way ends without a word.
    Object.assign(server, { task: undefined, updated: cloud.clock.now() })
    struck()
    return DONE
  },
}
