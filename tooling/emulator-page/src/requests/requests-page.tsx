import type { VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { control } from '../control/control.ts'
import { afterRequests, connected } from '../control/live.ts'
import type { LoggedRequest } from '../control/types.ts'
import { go, route } from '../route.ts'
import { count, formatTimeOfDay } from '../ui/format.ts'
import { Empty, ErrorNotice, Name } from '../ui/parts.tsx'
import { RequestDetail } from './request-detail.tsx'

interface Page {
  readonly requests: readonly LoggedRequest[]
  readonly total: number
}

const PAGE = 100

/** What was asked of the cloud, and what it responded with: the newest first, as it comes. */
export function RequestsPage(): VNode {
  const search = route.value.query.get('search') ?? ''
  const [limit, setLimit] = useState(PAGE)
  const [follow, setFollow] = useState(true)
  const [open, setOpen] = useState<number>()
  const [page, error, reload] = useRequests(search, limit, follow)
  const clear = async (): Promise<void> => {
    await control('DELETE', '/requests')
    setOpen(undefined)
    reload()
  }
  return (
    <>
      <h1 tabIndex={-1}>Requests</h1>
      <div class="bar">
        <input
          type="search"
          class="wide"
          placeholder="Search in URLs, headers and bodies"
          aria-label="Search requests"
          value={search}
          onInput={({ currentTarget }) => go('requests', { search: currentTarget.value }, true)}
        />
        <label class="check">
          <input
            type="checkbox"
            checked={follow}
            onChange={({ currentTarget }) => {
              setFollow(currentTarget.checked)
              if (currentTarget.checked) reload()
            }}
          />
          Follow
        </label>
        <button type="button" onClick={clear}>
          Clear
        </button>
      </div>
      <ErrorNotice error={error} />
      {page && (
        <p class="quiet" role="status">
          {search
            ? `${page.requests.length}${page.requests.length === limit ? ' or more' : ''} found`
            : `${count(page.total, 'request')} since the start`}
        </p>
      )}
      {page?.requests.length === 0 &&
        (search ? (
          <Empty title={`No recorded request has "${search}" in it.`} />
        ) : (
          <Empty title="No request yet.">
            <p>
              Each request to the cloud appears here when it comes. Those of this page's file browser are among them.
            </p>
          </Empty>
        ))}
      {page && page.requests.length > 0 && (
        <RequestTable requests={page.requests} open={open} onOpen={(id) => setOpen(id === open ? undefined : id)} />
      )}
      {page && page.requests.length >= limit && (
        <button type="button" class="alone" onClick={() => setLimit(limit + PAGE)}>
          Show older
        </button>
      )}
    </>
  )
}

function RequestTable({
  requests,
  open,
  onOpen,
}: {
  requests: readonly LoggedRequest[]
  open: number | undefined
  onOpen: (id: number) => void
}): VNode {
  return (
    <div class="scroll">
      <table class="requests" aria-label="Requests">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Request</th>
            <th scope="col">Status</th>
            <th scope="col" class="number">
              Took
            </th>
            <th scope="col">User</th>
            <th scope="col">Fault</th>
          </tr>
        </thead>
        <tbody>
          {requests.map((request) => (
            <RequestRow key={request.id} request={request} isOpen={request.id === open} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function RequestRow({
  request: { id, startedAt, method, target, status, durationMs, user, fault, done },
  isOpen,
  onOpen,
}: {
  request: LoggedRequest
  isOpen: boolean
  onOpen: (id: number) => void
}): VNode {
  return (
    <>
      <tr class={isOpen ? 'open' : undefined}>
        <td class="time">{formatTimeOfDay(startedAt)}</td>
        <td class="target">
          <button type="button" class="link" aria-expanded={isOpen} onClick={() => onOpen(id)}>
            <strong>{method}</strong> <Name value={readable(target)} />
          </button>
        </td>
        <td class={status >= 400 || (done && status === 0) ? 'bad' : undefined}>{statusOf(status, done)}</td>
        <td class="number">{done ? `${durationMs.toFixed(1)} ms` : ''}</td>
        <td>{user ?? ''}</td>
        <td class="bad">{fault ?? ''}</td>
      </tr>
      {isOpen && (
        <tr class="detail">
          <td colSpan={6}>
            <RequestDetail id={id} done={done} target={target} />
          </td>
        </tr>
      )}
    </>
  )
}

function statusOf(status: number, done: boolean): string {
  if (status > 0) return String(status)
  return done ? 'reset' : '...'
}

/** Percent-encoding undone, for reading; the details show what was sent. */
function readable(target: string): string {
  const [path = '', query] = target.split(/\?(.*)/s)
  try {
    return decodeURIComponent(path) + (query === undefined ? '' : `?${query}`)
  } catch {
    return target
  }
}

/** The newest requests that have `search` in them, fetched again when one comes, if `follow` says so. */
function useRequests(search: string, limit: number, follow: boolean): [Page | undefined, unknown, () => void] {
  const [page, setPage] = useState<Page>()
  const [error, setError] = useState<unknown>()
  const latest = useRef(0)
  const load = async (): Promise<void> => {
    const turn = ++latest.current
    try {
      const query = new URLSearchParams({ limit: String(limit), ...(search && { search }) })
      const { requests, total } = await control<Page>('GET', `/requests?${query}`)
      if (turn === latest.current) setPage({ requests: [...requests].reverse(), total })
      setError(undefined)
    } catch (reason) {
      setError(reason)
    }
  }
  useEffect(() => {
    const timer = setTimeout(load, search ? 150 : 0)
    return () => clearTimeout(timer)
  }, [search, limit, connected.value])
  useEffect(() => {
    return follow
      ? afterRequests(
          () => true,
          () => void load(),
        )
      : undefined
  }, [search, limit, follow])
  return [page, error, () => void load()]
}
