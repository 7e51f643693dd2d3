import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { afterRequests } from '../control/live.ts'
import type { CloudUser } from '../control/types.ts'
import { go } from '../route.ts'
import type { Session } from './session.ts'

/** Whose files: the user's own, or those of somebody who shares with the user. */
export function AccountPicker({
  session,
  users,
  accountId,
}: {
  session: Session
  users: readonly CloudUser[]
  accountId: string
}): VNode | null {
  const [others, setOthers] = useState<readonly string[]>([])
  useEffect(() => {
    const load = (): void => {
      session.pithos.accounts.list().then(
        (accounts) => setOthers(accounts.map(({ id }) => id).filter((id) => id !== session.user.uuid)),
        // The listing of containers tells what is wrong.
        () => setOthers([]),
      )
    }
    load()
    // Somebody may have shared something.
    return afterRequests(({ done, method, user }) => done && method === 'POST' && user !== session.user.name, load)
  }, [session])
  const shown = others.includes(accountId) || accountId === session.user.uuid ? others : [...others, accountId]
  if (shown.length === 0) return null
  const nameOf = (id: string): string => users.find(({ uuid }) => uuid === id)?.name ?? id
  return (
    <label class="inline">
      Files of
      <select
        value={accountId}
        onChange={({ currentTarget: { value } }) =>
          go('files', { user: session.user.name, account: value === session.user.uuid ? undefined : value })
        }
      >
        <option value={session.user.uuid}>{session.user.name}</option>
        {shown.map((id) => (
          <option key={id} value={id}>
            {nameOf(id)} (shared)
          </option>
        ))}
      </select>
    </label>
  )
}
