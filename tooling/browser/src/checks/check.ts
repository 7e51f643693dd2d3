import type { Clients, Place } from '../cloud.ts'

/** Something that must hold wherever the clients run; its name is a sentence. */
export interface Check {
  readonly name: string
  /** Left out where there is no browser's rule to look at. */
  readonly browserOnly?: boolean
  run(clients: Clients, place: Place): Promise<void>
}
