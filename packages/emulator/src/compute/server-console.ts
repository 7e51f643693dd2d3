import type { Cloud } from '../cloud.ts'
import { badRequest, internalServerError } from '../http/fault.ts'
import type { Call } from '../http/request.ts'
import { type HttpResponse, json } from '../http/response.ts'
import { isHashable } from '../python/values.ts'
import type { Server } from './model.ts'
import { newPassword } from './passwords.ts'
import { consoleXml } from './xml.ts'

const TYPES: readonly unknown[] = ['vnc', 'vnc-ws', 'vnc-wss']
const VNC_TYPES: readonly unknown[] = ['novnc', 'xvpvnc']

const FIRST_PORT = 24000
const PORTS = 1000

interface Access {
  readonly host: string
  readonly port: number
  readonly password: string
}

/** A way to the screen of a running server, good for one connection. @throws {Fault} 400 not running */
function openConsole(cloud: Cloud, server: Server): Access {
  if (server.operstate !== 'STARTED') throw badRequest('Server not in ACTIVE state.')
  const port = FIRST_PORT + cloud.random.below(PORTS)
  return { host: new URL(cloud.origin).hostname, port, password: newPassword(cloud.random) }
}

function checkType(type: unknown, known: readonly unknown[]): void {
  if (type === undefined || type === null) throw badRequest("No console 'type' specified.")
  if (!known.includes(type)) throw badRequest(`Supported types: ${known.join(', ')}`)
}

/** @throws {Fault} 400 no type, unknown type, not running */
export function consoleOf(call: Call, cloud: Cloud, server: Server, type: unknown): HttpResponse {
  checkType(type, TYPES)
  return shown(call, { type, ...openConsole(cloud, server) })
}

/** The same in OpenStack's form: a URL. @throws {Fault} 400 no type, unknown type, not running */
export function vncConsoleOf(call: Call, cloud: Cloud, server: Server, type: unknown): HttpResponse {
  // The server looks the type up in a dictionary.
  if (!isHashable(type)) throw internalServerError()
  checkType(type, VNC_TYPES)
  const { host, port, password } = openConsole(cloud, server)
  const url =
    type === 'novnc'
      ? `${call.origin}/cyclades/ui/machines/console?host=${host}&port=${port}&password=${password}`
      : `${host}:${port}?password=${password}`
  return shown(call, { type, url })
}

function shown(call: Call, access: Readonly<Record<string, unknown>>): HttpResponse {
  return call.format === 'xml' ? consoleXml(access) : json(200, { console: access })
}
