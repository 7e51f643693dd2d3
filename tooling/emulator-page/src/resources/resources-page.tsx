import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { overview, useLive } from '../control/live.ts'
import type { Item, ResourceKind } from '../control/types.ts'
import { go, href, route } from '../route.ts'
import { Empty, ErrorNotice } from '../ui/parts.tsx'
import { COLUMNS, type Column, KINDS } from './columns.tsx'

const SHOWN = 200

/** Everything that is in the cloud, of all users, as it changes. */
export function ResourcesPage(): VNode {
  const data = useLive(overview)
  const { query } = route.value
  const [kind, title] = KINDS.find(([id]) => id === query.get('kind')) ?? KINDS[0] ?? ['servers', 'Servers']
  const owner = query.get('owner') ?? ''
  return (
    <>
      <h1 tabIndex={-1}>Resources</h1>
      <ErrorNotice error={overview.error.value} />
      {data ? (
        <>
          <nav class="tabs" aria-label="Kinds of resources">
            {KINDS.map(([id, name]) => (
              <a key={id} href={href('resources', { kind: id, owner })} aria-current={id === kind ? 'page' : undefined}>
                {name} <span class="count">{data[id].length}</span>
              </a>
            ))}
          </nav>
          <ResourceTable key={kind} kind={kind} title={title} items={data[kind]} owner={owner} />
        </>
      ) : (
        !overview.error.value && <p class="quiet">Loading ...</p>
      )}
    </>
  )
}

function ResourceTable({
  kind,
  title,
  items,
  owner,
}: {
  kind: ResourceKind
  title: string
  items: readonly Item[]
  owner: string
}): VNode {
  const [search, setSearch] = useState('')
  const [shown, setShown] = useState(SHOWN)
  const owners = [...new Set(items.flatMap((item) => (typeof item['owner'] === 'string' ? [item['owner']] : [])))]
  if (owner && !owners.includes(owner)) owners.push(owner)
  const wanted = search.trim().toLowerCase()
  const found = items.filter(
    (item) => (!owner || item['owner'] === owner) && (!wanted || JSON.stringify(item).toLowerCase().includes(wanted)),
  )
  if (items.length === 0)
    return (
      <Empty title={`There are no ${title === 'Floating IPs' ? title : title.toLowerCase()} yet.`}>
        <p>
          What a program creates appears here at once. <a href={href('access')}>API access</a> has what it needs.
        </p>
      </Empty>
    )
  return (
    <>
      <div class="bar">
        <input
          type="search"
          placeholder="Search"
          aria-label={`Search ${title}`}
          value={search}
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
        />
        <label class="inline">
          Owner
          <select value={owner} onChange={({ currentTarget }) => go('resources', { kind, owner: currentTarget.value })}>
            <option value="">all</option>
            {owners.sort().map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      </div>
      {found.length === 0 ? (
        <Empty title={`None of the ${items.length} is like that.`} />
      ) : (
        <Rows title={title} columns={COLUMNS[kind]} items={found.slice(0, shown)} />
      )}
      {found.length > shown && (
        <button type="button" class="alone" onClick={() => setShown(shown + SHOWN)}>
          Show more of {found.length}
        </button>
      )}
    </>
  )
}

function Rows({ title, columns, items }: { title: string; columns: readonly Column[]; items: readonly Item[] }): VNode {
  return (
    <div class="scroll">
      <table aria-label={title}>
        <thead>
          <tr>
            {columns.map(({ title: heading, isNumber }) => (
              <th key={heading} scope="col" class={isNumber ? 'number' : undefined}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id}>
              {columns.map(({ title: heading, cell, isNumber, isWide }) => (
                <td key={heading} class={isNumber ? 'number' : isWide ? 'wide' : undefined}>
                  {cell(item)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
