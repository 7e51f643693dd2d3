import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useLive, users } from '../control/live.ts'
import type { CloudUser } from '../control/types.ts'
import { go, route } from '../route.ts'
import { Empty, ErrorNotice } from '../ui/parts.tsx'
import { AccountPicker } from './account-picker.tsx'
import { Containers } from './containers.tsx'
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
      <label class="inline">
        As user
        <select value={user.name} onChange={({ currentTarget }) => go('files', { user: currentTarget.value })}>
          {data.users.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <ErrorNotice error={error}>
        <button type="button" onClick={again}>
          Try again
        </button>
      </ErrorNotice>
      {session && <Account key={session.user.token} session={session} users={data.users} />}
      <TransferList />
    </>
  )
}

function Account({ session, users: all }: { session: Session; users: readonly CloudUser[] }): VNode {
  const { query } = route.value
  const accountId = query.get('account') ?? session.user.uuid
  const container = query.get('container') ?? undefined
  const account = session.pithos.account(accountId)
  const isOwn = accountId === session.user.uuid
  return (
    <div class="split">
      <section class="list" aria-label="Containers">
        <AccountPicker session={session} users={all} accountId={accountId} />
        <Containers key={accountId} session={session} account={account} isOwn={isOwn} chosen={container} />
      </section>
      <section class="details" aria-label="Objects">
        {container === undefined ? (
          <Empty title="No container is open.">
            <p>Choose one on the left, or create one.</p>
          </Empty>
        ) : (
          <Folder
            key={`${accountId} ${container} ${query.get('prefix') ?? ''}`}
            place={{ session, account, container, prefix: query.get('prefix') ?? '' }}
            isOwn={isOwn}
            users={all}
          />
        )}
      </section>
    </div>
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
