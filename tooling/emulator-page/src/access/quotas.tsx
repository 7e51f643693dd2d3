import type { VNode } from 'preact'
import type { CloudUser, Quota } from '../control/types.ts'
import { formatBytes } from '../ui/format.ts'

/** What the user uses, and may use, in each project. */
export function Quotas({ user }: { user: CloudUser }): VNode {
  return (
    <details>
      <summary>Quotas</summary>
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
            {user.quotas.map((quota) => (
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
    </details>
  )
}

/** 2^63 - 1 is Synnefo's "unlimited". */
const UNLIMITED = 2n ** 63n - 1n

function amount({ unit }: Quota, value: string): string {
  if (BigInt(value) >= UNLIMITED) return 'unlimited'
  return unit === 'bytes' ? formatBytes(Number(value)) : Number(value).toLocaleString('en')
}
