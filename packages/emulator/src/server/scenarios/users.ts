import { formatValue, rejectInput } from '../../base/input.ts'
import { findResource, RESOURCES } from '../../identity/resources.ts'
import { newToken } from '../../identity/user-store.ts'
import { limitOf, setLimit } from '../limits.ts'
import type { Kind } from './kind.ts'
import { DONE } from './kind.ts'
import { userCalled } from './lookup.ts'

const never = () => false

export const suspendUser: Kind<'suspendUser'> = {
  title: 'A user is suspended',
  required: ['user'],
  optional: ['reason'],
  start({ cloud, options, struck }) {
    const user = userCalled(cloud, options.user)
    const { active, deactivatedReason } = user
    Object.assign(user, { active: false, deactivatedReason: options.reason ?? '' })
    struck()
    return { isOver: never, end: () => Object.assign(user, { active, deactivatedReason }) }
  },
}

export const expireToken: Kind<'expireToken'> = {
  title: "A user's token expires",
  required: ['user'],
  optional: ['inMs'],
  start({ cloud, options, struck }) {
    const user = userCalled(cloud, options.user)
    const { token, tokenExpires } = user
    // The fraction, by which times of one millisecond differ, would put it off to the next.
    user.tokenExpires = Math.floor(cloud.clock.now()) + (options.inMs ?? 0)
    struck()
    return {
      isOver: () => user.token !== token,
      end: () => {
        if (user.token === token) user.tokenExpires = tokenExpires
      },
    }
  },
}

export const renewToken: Kind<'renewToken'> = {
  title: "A user's token is renewed",
  required: ['user'],
  optional: [],
  start({ cloud, options, struck }) {
    const user = userCalled(cloud, options.user)
    cloud.users.renewToken(user, newToken(cloud.random), cloud.clock.now())
    struck()
    return { ...DONE, result: { token: user.token } }
  },
}

export const setQuota: Kind<'setQuota'> = {
  title: 'A quota is set',
  required: ['user', 'resource', 'limit'],
  optional: ['project'],
  start({ cloud, options, struck }) {
    const { projects } = cloud
    const user = userCalled(cloud, options.user)
    const { resource, project = user.uuid } = options
    if (!findResource(resource)) {
      const names = RESOURCES.map(({ name }) => name).join(', ')
      rejectInput('resource', `must be one of ${names}; got ${formatValue(resource)}`)
    }
    const before = limitOf(cloud, user.uuid, project, resource)
    if (before === undefined || !projects.ofUser(user.uuid).includes(project))
      return rejectInput('project', `must be a project that ${user.name} is a member of; got ${formatValue(project)}`)
    const set = (limit: bigint) => setLimit(cloud, user.uuid, project, resource, limit)
    set(BigInt(options.limit))
    struck()
    return { isOver: never, end: () => set(before) }
  },
}
