import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useLive, users } from '../control/live.ts'
import type { CloudUser } from '../control/types.ts'
import { go, route } from '../route.ts'
import { Empty, ErrorNotice } from '../ui/parts.tsx'
import { AccountPicker } from './account-picker.tsx'
import { ContainerList } from './container-list.tsx'
import { Folder } from './folder.tsx'
import { type Session, sessionOf } from './session.ts'
import { TransferList } from './transfer-list.tsx'

/** Pithos, as one of the users: containers on the left, the folder that is open on the right. */
export function FilesPage(): VNode {
  const data = useLive(users)
  const { query } = route.value
  const user = data?.users.find(({ name }) => name === query.get('user')) ?? data?.users[0]
  const [session, error, again] = useSession(data?.authUrl, user)
  if (!data) return users.error.value ? <ErrorNotice error={users.error.value} /> : <p class="quiet">Loading ...</p>
  if (!user) return <Empty title="This cloud has no users, so it has no files." />
  return (
    <>
      <h1 tabIndex={-1}>Files</h1>
      <ErrorNotice error={error}>
        <button type="button" onClick={again}>
          Try again
        </button>
      </ErrorNotice>
      <div class="split">
        <section class="list" aria-label="Containers">
          <UserPicker users={data.users} user={user} />
          {session && <Containers key={session.user.token} session={session} users={data.users} />}
        </section>
        {session && <Objects key={session.user.token} session={session} users={data.users} />}
      </div>
      <TransferList />
    </>
  )
}

function UserPicker({ users: all, user }: { users: readonly CloudUser[]; user: CloudUser }): VNode {
  return (
    <label class="inline">
      As user
      <select value={user.name} onChange={({ currentTarget }) => go('files', { user: currentTarget.value })}>
        {all.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  )
}

/** What the address says is open: an account, and perhaps a container. */
function useOpen(session: Session): { accountId: string; container: string | undefined; isOwn: boolean } {
  const { query } = route.value
  const accountId = query.get('account') ?? session.user.uuid
  return { accountId, container: query.get('container') ?? undefined, isOwn: accountId === session.user.uuid }
}

function Containers({ session, users: all }: { session: Session; users: readonly CloudUser[] }): VNode {
  const { accountId, container, isOwn } = useOpen(session)
  const account = session.pithos.account(accountId)
  return (
    <>
      <AccountPicker session={session} users={all} accountId={accountId} />
      <ContainerList key={accountId} session={session} account={account} isOwn={isOwn} chosen={container} />
    </>
  )
}

function Objects({ session, users: all }: { session: Session; users: readonly CloudUser[] }): VNode {
  const { accountId, container, isOwn } = useOpen(session)
  const prefix = route.value.query.get('prefix') ?? ''
  const account = session.pithos.account(accountId)
  return (
    <section class="details" aria-label="Objects">
      {container === undefined ? (
        <Empty title="No container is open.">
          <p>Choose one from the list, or create one.</p>
        </Empty>
      ) : (
        <Folder
          key={`${accountId} ${container} ${prefix}`}
          place={{ session, account, container, prefix }}
          isOwn={isOwn}
          users={all}
        />
      )}
    </section>
  )
}

/** The user's session, why there is none, and a function that tries again. */
function useSession(
  authUrl: string | undefined,
  user: CloudUser | undefined,
): [Session | undefined, unknown, () => void] {
  const [session, setSession] = useState<Session>()
  const [error, setError] = useState<unknown>()
  const [attempt, setAttempt] = useState(0)
  // The list of users is fetched often; another session is due for another token.
  useEffect(() => {
    if (!authUrl || !user) return
    let isCurrent = true
    setError(undefined)
    sessionOf(authUrl, user).then(
      (signedIn) => isCurrent && setSession(signedIn),
      (reason: unknown) => {
        if (!isCurrent) return
        setSession(undefined)
        setError(reason)
      },
    )
    return () => {
      isCurrent = false
    }
  }, [authUrl, user?.token, attempt])
  return [session, error, () => setAttempt((count) => count + 1)]
}
