import { formatValue, rejectInput } from '../../base/input.ts'
import { findResource, RESOURCES } from '../../identity/resources.ts'
import { newToken } from '../../identity/user-store.ts'
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
    user.tokenExpires = cloud.clock.now() + (options.inMs ?? 0)
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
    const { quota, projects } = cloud
    const user = userCalled(cloud, options.user)
    const { resource, project = user.uuid } = options
    if (!findResource(resource)) {
      const names = RESOURCES.map(({ name }) => name).join(', ')
      rejectInput('resource', `must be one of ${names}; got ${formatValue(resource)}`)
    }
    const holder = `user:${user.uuid}`
    const source = `project:${project}`
    const before = quota.holding(holder, source, resource)?.limit
    if (before === undefined || !projects.ofUser(user.uuid).includes(project))
      return rejectInput('project', `must be a project that ${user.name} is a member of; got ${formatValue(project)}`)
    const set = (limit: bigint) => {
      quota.setLimit(holder, source, resource, limit)
      // The project of a user alone has the same limits.
      if (project !== user.uuid) return
      quota.setLimit(source, null, resource, limit)
      const own = projects.byUuid(project)
      own.limits = new Map([...own.limits, [resource, { member: limit, project: limit }]])
    }
    set(BigInt(options.limit))
    struck()
    return { isOver: never, end: () => set(before) }
  },
}
