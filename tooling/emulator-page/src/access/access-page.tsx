import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { cloudNow } from '../clock/cloud-time.ts'
import { clock, useLive, users } from '../control/live.ts'
import type { CloudUser } from '../control/types.ts'
import { go, route } from '../route.ts'
import { Copyable, CopyButton } from '../ui/copy.tsx'
import { formatTime } from '../ui/format.ts'
import { Badge, Choice, Empty, ErrorNotice, Name, Preformatted } from '../ui/parts.tsx'
import { Endpoints } from './endpoints.tsx'
import { Quotas } from './quotas.tsx'
import { SNIPPETS } from './snippets.ts'

/** Who the users are, and what a program needs to be one of them: as the API access page of a cloud. */
export function AccessPage(): VNode {
  const data = useLive(users)
  const wanted = route.value.query.get('user')
  if (!data) return users.error.value ? <ErrorNotice error={users.error.value} /> : <p class="quiet">Loading ...</p>
  const user = data.users.find(({ name }) => name === wanted) ?? data.users[0]
  return (
    <>
      <h1 tabIndex={-1}>API access</h1>
      <p class="lead">What a program needs to use this cloud. Choose who it is to be.</p>
      <ErrorNotice error={users.error.value} />
      <Copyable label="AUTHENTICATION_URL" value={data.authUrl} />
      <div class="split">
        <UserList users={data.users} chosen={user?.name} />
        {user ? (
          <UserDetails key={user.name} user={user} authUrl={data.authUrl} />
        ) : (
          <Empty title="This cloud has no users." />
        )}
      </div>
    </>
  )
}

const SHOWN = 100

function UserList({ users: all, chosen }: { users: readonly CloudUser[]; chosen: string | undefined }): VNode {
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const found = all.filter(({ name, email, uuid }) => `${name} ${email} ${uuid}`.toLowerCase().includes(wanted))
  return (
    <section class="list" aria-label="Users">
      {all.length > 8 && (
        <input
          type="search"
          placeholder={`Search ${all.length.toLocaleString('en')} users`}
          aria-label="Search users"
          value={search}
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
        />
      )}
      <ul>
        {found.slice(0, SHOWN).map(({ name, email, active }) => (
          <li key={name}>
            <button type="button" aria-pressed={name === chosen} onClick={() => go('access', { user: name })}>
              <strong>
                <Name value={name} />
              </strong>
              <span class="quiet">{email}</span>
              {!active && <Badge value="suspended" />}
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p class="quiet">No user has "{search}" in name, e-mail address or uuid.</p>}
      {found.length > SHOWN && <p class="quiet">... and {found.length - SHOWN} more. Search to find them.</p>}
    </section>
  )
}

function UserDetails({ user, authUrl }: { user: CloudUser; authUrl: string }): VNode {
  const [chosen, setChosen] = useState<string>('shell')
  const snippet = SNIPPETS.find(({ id }) => id === chosen) ?? SNIPPETS[0]
  const code = snippet?.code({ authUrl, token: user.token }) ?? ''
  useLive(clock)
  const expired = user.tokenExpires !== null && user.tokenExpires <= cloudNow()
  return (
    <section class="details" aria-label={`User ${user.name}`}>
      <h2>
        <Name value={user.name} /> {!user.active && <Badge value="suspended" />} {expired && <Badge value="expired" />}
      </h2>
      <Copyable label="TOKEN" value={user.token} />
      <div class="snippet">
        <div class="bar">
          <Choice
            label="Form of the credentials"
            options={SNIPPETS.map(({ id, title }) => [id, title] as const)}
            value={chosen}
            onChange={setChosen}
          />
          <CopyButton value={code} what={snippet?.title ?? ''} />
        </div>
        <Preformatted label={`${snippet?.title} code`}>{code}</Preformatted>
        <p class="quiet">{snippet?.hint}</p>
      </div>
      <dl>
        <dt>E-mail address</dt>
        <dd>{user.email}</dd>
        <dt>uuid</dt>
        <dd>
          <code>{user.uuid}</code> <CopyButton value={user.uuid} what="uuid" />
        </dd>
        <dt>Token expires</dt>
        <dd>{user.tokenExpires === null ? 'never' : formatTime(user.tokenExpires)}</dd>
        {user.groups.length > 0 && (
          <>
            <dt>Groups</dt>
            <dd>{user.groups.join(', ')}</dd>
          </>
        )}
      </dl>
      <Quotas user={user} />
      <Endpoints authUrl={authUrl} token={user.token} />
    </section>
  )
}
