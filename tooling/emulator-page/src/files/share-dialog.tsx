import type { Access, ObjectInfo } from '@kamaki/pithos'
import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { CloudUser } from '../control/types.ts'
import { Copyable } from '../ui/copy.tsx'
import { Dialog, ErrorNotice, Name } from '../ui/parts.tsx'
import type { Place } from './session.ts'

type Right = 'none' | 'read' | 'write'

/** Who may read or write an object: users, everybody with an account, and, by a public link, anybody at all. */
export function ShareDialog({
  place,
  name,
  users,
  onClose,
}: {
  place: Place
  name: string
  users: readonly CloudUser[]
  onClose: () => void
}): VNode {
  const [info, setInfo] = useState<ObjectInfo>()
  const [error, setError] = useState<unknown>()
  const object = place.account.container(place.container).object(name)
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work()
      setInfo(await object.info())
      setError(undefined)
    } catch (reason) {
      setError(reason)
    }
  }
  // Once, when the dialog opens.
  useEffect(() => void attempt(async () => undefined), [])
  const set = (who: string, right: Right): Promise<void> => {
    const access = withRight(info?.sharing, who, right)
    const isPrivate = access.read.length + access.write.length === 0
    return attempt(() => (isPrivate ? object.unshare() : object.share(access)))
  }
  return (
    <Dialog
      title={
        <>
          Share <Name value={name} />
        </>
      }
      onClose={onClose}
    >
      <ErrorNotice error={error} />
      {info && (
        <>
          <label class="check">
            <input
              type="checkbox"
              checked={info.publicUrl !== undefined}
              onChange={({ currentTarget }) =>
                void attempt(() => (currentTarget.checked ? object.publish() : object.unpublish()))
              }
            />
            Public link: whoever has it can read, without a token
          </label>
          {info.publicUrl && <Copyable label="Public link" value={publicUrl(info.publicUrl)} />}
          <h3>Users</h3>
          <ul class="rights">
            {peopleOf(info, users, place.session.user).map(({ who, label }) => (
              <li key={who}>
                <label>
                  <span>{label}</span>
                  <select
                    value={rightOf(info.sharing, who)}
                    onChange={({ currentTarget }) => void set(who, currentTarget.value as Right)}
                  >
                    <option value="none">no access</option>
                    <option value="read">may read</option>
                    <option value="write">may read and write</option>
                  </select>
                </label>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  )
}

/** Synnefo may tell a path alone. */
function publicUrl(url: string): string {
  return new URL(url, location.origin).href
}

/** Everybody that the object can be shared with, and whoever else (a group, say) it is shared with. */
function peopleOf(
  { sharing }: ObjectInfo,
  users: readonly CloudUser[],
  owner: CloudUser,
): { readonly who: string; readonly label: string }[] {
  const known = users.filter(({ uuid }) => uuid !== owner.uuid).map(({ uuid, name }) => ({ who: uuid, label: name }))
  const named = new Set(['*', ...known.map(({ who }) => who)])
  const others = [...(sharing?.read ?? []), ...(sharing?.write ?? [])].filter((who) => !named.has(who))
  return [
    { who: '*', label: 'Everybody with an account' },
    ...known,
    ...[...new Set(others)].map((who) => ({ who, label: who })),
  ]
}

function rightOf(sharing: Access | undefined, who: string): Right {
  if (sharing?.write.includes(who)) return 'write'
  return sharing?.read.includes(who) ? 'read' : 'none'
}

/** Whoever may write may read. */
function withRight(sharing: Access | undefined, who: string, right: Right): Access {
  const without = (list: readonly string[] = []): string[] => list.filter((other) => other !== who)
  return {
    read: right === 'read' ? [...without(sharing?.read), who] : without(sharing?.read),
    write: right === 'write' ? [...without(sharing?.write), who] : without(sharing?.write),
  }
}
