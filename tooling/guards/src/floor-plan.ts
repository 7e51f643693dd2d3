import { FLOORS, SERVICE_FLOORS } from './floors.ts'

/** Where a file of a package is: the floor, counted from the top, and its room there. */
export interface Place {
  readonly floor: number
  readonly room: string
}

/** The floor above all others: `index.ts`, `toolkit.ts`, `opentelemetry.ts`, `node/` and `vitest/`. */
const DOORS: Place = { floor: -1, room: 'the doors' }

/** @param file its path in `src/`. */
export function placeOf(packageName: string, file: string): Place | undefined {
  if (/^(index|toolkit|opentelemetry)\.ts$|^(node|vitest)\//.test(file)) return DOORS
  const rooms = (FLOORS[packageName] ?? SERVICE_FLOORS).flatMap((rooms, floor) =>
    rooms.split(' | ').map((room) => ({ floor, room })),
  )
  const inRoom = (folders: boolean) => (place: Place) =>
    place.room.split(' ').some((pattern) => pattern.endsWith('/') === folders && matches(pattern, file))
  return rooms.find(inRoom(false)) ?? rooms.find(inRoom(true)) ?? rooms.find(({ room }) => room === '*')
}

function matches(pattern: string, file: string): boolean {
  if (pattern.endsWith('/')) return file.startsWith(pattern)
  const name = file.slice(file.lastIndexOf('/') + 1)
  return pattern.startsWith('*') ? pattern !== '*' && name.endsWith(pattern.slice(1)) : name === pattern
}

/** Why `from` may not import `to`, if so. */
export function whyNot(from: Place, to: Place): string | undefined {
  if (to.floor < from.floor) return `${to.room} is above ${from.room}`
  if (to.floor === from.floor && to.room !== from.room) return `${to.room} and ${from.room} do not know each other`
  return undefined
}
