import type { VNode } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { Live, useLive } from '../control/live.ts'
import type { CloudUser, Quota, UserDetails } from '../control/types.ts'
import { formatBytes } from '../ui/format.ts'
import { ErrorNotice } from '../ui/parts.tsx'

/** What the user uses, and may use, in each project. */
export function Quotas({ user }: { user: CloudUser }): VNode {
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Quotas</summary>
      {isOpen && <QuotaTable user={user} />}
    </details>
  )
}

function QuotaTable({ user }: { user: CloudUser }): VNode {
  const live = useMemo(() => new Live<UserDetails>(`/users/${encodeURIComponent(user.name)}`), [user.name])
  const details = useLive(live)
  return (
    <>
      <ErrorNotice error={live.error.value} />
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Resource</th>
              <th scope="col">Project</th>
              <th scope="col" class="number">
                Used
              </th>
              <th scope="col" class="number">
                Limit
              </th>
            </tr>
          </thead>
          <tbody>
            {details?.quotas.map((quota) => (
              <tr key={`${quota.project} ${quota.resource}`}>
                <td>
                  <code>{quota.resource}</code>
                </td>
                <td>{quota.project === user.uuid ? 'own' : <code>{quota.project}</code>}</td>
                <td class="number">{amount(quota, quota.usage)}</td>
                <td class="number">{amount(quota, quota.limit)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

/** 2^63 - 1 is Synnefo's "unlimited". */
const UNLIMITED = 2n ** 63n - 1n

function amount({ unit }: Quota, value: string): string {
  if (BigInt(value) >= UNLIMITED) return 'unlimited'
  return unit === 'bytes' ? formatBytes(Number(value)) : Number(value).toLocaleString('en')
}
