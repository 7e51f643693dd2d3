import type { Collection, Records } from '../base/records.ts'
import type { AccessList } from './access-list.ts'
import type { Permissions } from './model.ts'

/** Keeps the access list in the state: a record for each path that is shared, and for each that is published. */
export function keepAccess(records: Records, list: AccessList): void {
  const sharing: Collection = {
    kind: 'pithos sharing',
    items: () => names(list.shared),
    record: (path) => [String(path), list.own(String(path))],
    put: (path, content) => list.put(path, content as Permissions),
    drop: (path) => list.put(path, { read: [], write: [] }),
  }
  const published: Collection = {
    kind: 'pithos publication',
    items: () => names(list.published),
    record: (path) => [String(path), list.publicId(String(path))],
    put: (path, content) => list.putPublic(path, String(content)),
    drop: (path) => list.putPublic(path, undefined),
  }
  records.register(sharing)
  records.register(published)
  list.listen({
    sharing: (path) => records.mark(sharing, path),
    published: (path) => records.mark(published, path),
  })
}

/** Looks each one up anew, so that the list may change on the way. */
function* names(paths: AccessList['shared'] | AccessList['published']): Generator<string, void, undefined> {
  for (let name = paths.first('')?.name; name !== undefined; name = paths.first(name, true)?.name) yield name
}
