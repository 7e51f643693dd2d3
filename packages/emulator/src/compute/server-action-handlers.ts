import { badRequest, forbidden, internalServerError, notImplemented } from '../http/fault.ts'
import { optional } from '../http/fields.ts'
import { isObject, type JsonObject, jsonBody } from '../http/json-body.ts'
import { param } from '../http/path-params.ts'
import type { Call } from '../http/request.ts'
import { empty, type HttpResponse } from '../http/response.ts'
import type { User } from '../identity/model.ts'
import { dictOrder } from '../python/dict-order.ts'
import type { ComputeCloud } from './compute-cloud.ts'
import { activeFlavor, isOpenTo } from './flavors.ts'
import type { Server } from './model.ts'
import { consoleOf, vncConsoleOf } from './server-console.ts'
import { addFloatingIp, removeFloatingIp, setFirewall } from './server-network-actions.ts'
import {
  reassignServer,
  rebootServer,
  rescueServer,
  resizeServer,
  startServer,
  stopServer,
  unrescueServer,
} from './server-power.ts'

interface ActionCall {
  readonly call: Call
  readonly cloud: ComputeCloud
  readonly user: User
  readonly server: Server
  /** Undefined if null was sent, which only the simplest actions can take. */
  readonly args: JsonObject | undefined
}

/** The members that came with an action; null makes the server fail. */
function given({ args }: ActionCall): JsonObject {
  if (!args) throw internalServerError()
  return args
}

function accept(act: () => void): HttpResponse {
  act()
  return empty(202)
}

/** Actions by the name that a caller uses. */
const ACTIONS: ReadonlyMap<string, (action: ActionCall) => HttpResponse> = new Map(
  Object.entries({
    start: ({ cloud, server }: ActionCall) => accept(() => startServer(cloud, server)),
    'os-start': ({ cloud, server }: ActionCall) => accept(() => startServer(cloud, server)),
    shutdown: ({ cloud, server }: ActionCall) => accept(() => stopServer(cloud, server)),
    'os-stop': ({ cloud, server }: ActionCall) => accept(() => stopServer(cloud, server)),
    reboot: (action: ActionCall) => {
      const type = Object.hasOwn(given(action), 'type') ? given(action)['type'] : 'SOFT'
      if (type !== 'SOFT' && type !== 'HARD') throw badRequest("Invalid 'type' attribute.")
      return accept(() => rebootServer(action.cloud, action.server))
    },
    resize: (action: ActionCall) => {
      const id = given(action)['flavorRef'] ?? undefined
      if (id === undefined) throw badRequest("Missing 'flavorRef' attribute.")
      const flavor = activeFlavor(action.cloud, id)
      const { project } = action.server
      if (!isOpenTo(flavor, project)) throw forbidden(`Project '${project}' has no access to flavor '${flavor.id}'.`)
      return accept(() => resizeServer(action.cloud, action.server, flavor))
    },
    rescue: (action: ActionCall) => {
      const image = given(action)['rescue_image_ref']
      return accept(() => rescueServer(action.cloud, action.server, image))
    },
    unrescue: ({ cloud, server }: ActionCall) => accept(() => unrescueServer(cloud, server)),
    console: (action: ActionCall) => consoleOf(action.call, action.cloud, action.server, given(action)['type']),
    'os-getVNCConsole': (action: ActionCall) =>
      vncConsoleOf(action.call, action.cloud, action.server, given(action)['type']),
    'os-getSPICEConsole': () => {
      throw notImplemented('Spice console not implemented')
    },
    'os-getRDPConsole': () => {
      throw notImplemented('RDP console not implemented')
    },
    firewallProfile: (action: ActionCall) =>
      accept(() => setFirewall(action.cloud, action.server, given(action)['profile'], given(action)['nic'])),
    reassign: (action: ActionCall) => {
      const { cloud, server } = action
      const { project, shared_to_project: shared } = given(action)
      if (project === undefined || project === null) throw badRequest("Missing 'project' attribute.")
      reassignServer(cloud, server, project, shared)
      return empty(200)
    },
    addFloatingIp: (action: ActionCall) =>
      accept(() => addFloatingIp(action.cloud, action.user, action.server, given(action)['address'])),
    removeFloatingIp: (action: ActionCall) =>
      accept(() => removeFloatingIp(action.cloud, action.user, action.server, given(action)['address'])),
  }),
)

/** Pass the server's check of names, but there is nothing that does them. */
const WITHOUT_HANDLER = [
  'CREATE',
  'START',
  'STOP',
  'SUSPEND',
  'REBOOT',
  'RESIZE',
  'ADDFLOATINGIP',
  'REMOVEFLOATINGIP',
  'DESTROY',
  'RESCUE',
  'UNRESCUE',
  'DELETE',
]

/** What can be done to a server beside changing its fields. */
export class ServerActionHandlers {
  readonly #cloud: ComputeCloud

  constructor(cloud: ComputeCloud) {
    this.#cloud = cloud
  }

  act = async (call: Call): Promise<HttpResponse> => {
    const cloud = this.#cloud
    const user = cloud.authenticate(call)
    const body = await jsonBody(call)
    const name = actionOf(body)
    if (name === undefined) throw badRequest('Malformed Request.')
    const action = ACTIONS.get(name)
    if (!action && !WITHOUT_HANDLER.includes(name.toUpperCase())) throw badRequest(`Action ${name} not supported`)
    const args = optional(body, name, 'object')
    // All this before the server is looked up.
    if (name === 'suspend') throw forbidden('User is not allowed to suspend his server')
    const server = cloud.servers.get(user, param(call, 'id'), { nonDeleted: true, nonSuspended: true })
    if (!action) throw internalServerError()
    return action({ call, cloud, user, server, args })
  }
}

/** The first key of what came; undefined if there is none. @throws {Fault} 400 a string, 500 what has no keys */
function actionOf(body: unknown): string | undefined {
  if (isObject(body)) return dictOrder(Object.keys(body))[0]
  const length = typeof body === 'string' || Array.isArray(body) ? body.length : undefined
  // One element is taken for an object with one action.
  if (length === undefined || length === 1) throw internalServerError()
  throw badRequest('Malformed request')
}
