import type { ObjectSummary } from '@kamaki/pithos'
import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { CloudUser } from '../control/types.ts'
import { href } from '../route.ts'
import { formatBytes, formatTime } from '../ui/format.ts'
import { Name } from '../ui/parts.tsx'
import { DeleteDialog } from './delete-dialog.tsx'
import type { Entry, Place } from './session.ts'
import { ShareDialog } from './share-dialog.tsx'
import { download } from './transfers.ts'
import { VersionsDialog } from './versions-dialog.tsx'

type Open = { readonly what: 'share' | 'versions' | 'delete'; readonly entry: Entry } | undefined

/** The folders and objects of a folder, with what can be done with each. */
export function EntryTable({
  place,
  entries,
  isOwn,
  users,
}: {
  place: Place
  entries: readonly Entry[]
  isOwn: boolean
  users: readonly CloudUser[]
}): VNode {
  const [open, setOpen] = useState<Open>()
  const close = (): void => setOpen(undefined)
  return (
    <>
      <div class="scroll">
        <table class="files">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col" class="number">
                Size
              </th>
              <th scope="col">Modified</th>
              <th scope="col">Shared</th>
              <th scope="col">
                <span class="hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) =>
              entry.folder === undefined ? (
                <ObjectRow
                  key={entry.object.name}
                  place={place}
                  object={entry.object}
                  isOwn={isOwn}
                  onOpen={(what) => setOpen({ what, entry })}
                />
              ) : (
                <FolderRow
                  key={entry.folder}
                  place={place}
                  folder={entry.folder}
                  isOwn={isOwn}
                  onDelete={() => setOpen({ what: 'delete', entry })}
                />
              ),
            )}
          </tbody>
        </table>
      </div>
      {open?.what === 'delete' && <DeleteDialog place={place} entry={open.entry} onClose={close} />}
      {open?.what === 'share' && open.entry.folder === undefined && (
        <ShareDialog place={place} name={open.entry.object.name} users={users} onClose={close} />
      )}
      {open?.what === 'versions' && open.entry.folder === undefined && (
        <VersionsDialog place={place} object={open.entry.object} onClose={close} />
      )}
    </>
  )
}

function FolderRow({
  place: { session, account, container, prefix },
  folder,
  isOwn,
  onDelete,
}: {
  place: Place
  folder: string
  isOwn: boolean
  onDelete: () => void
}): VNode {
  const query = { user: session.user.name, account: isOwn ? undefined : account.id, container, prefix: folder }
  return (
    <tr>
      <th scope="row">
        <a href={href('files', query)}>
          <Name value={folder.slice(prefix.length)} />
        </a>
      </th>
      <td class="number quiet">folder</td>
      <td />
      <td />
      <td class="actions">
        {isOwn && (
          <button type="button" class="small" aria-label={`Delete ${folder}`} onClick={onDelete}>
            Delete
          </button>
        )}
      </td>
    </tr>
  )
}

function ObjectRow({
  place,
  object,
  isOwn,
  onOpen,
}: {
  place: Place
  object: ObjectSummary
  isOwn: boolean
  onOpen: (what: 'share' | 'versions' | 'delete') => void
}): VNode {
  const { name } = object
  const modified = object.lastModified && formatTime(object.lastModified)
  const action = (label: string, onClick: () => void): VNode => (
    <button type="button" class="small" aria-label={`${label} ${name}`} onClick={onClick}>
      {label}
    </button>
  )
  return (
    <tr>
      <th scope="row" title={object.contentType}>
        <Name value={name.slice(place.prefix.length) || '(no name)'} />
        <div class="when-narrow quiet">
          {[formatBytes(object.bytes), modified, sharingOf(object)].filter(Boolean).join(', ')}
        </div>
      </th>
      <td class="number">{formatBytes(object.bytes)}</td>
      <td class="time">{modified}</td>
      <td>{sharingOf(object)}</td>
      <td class="actions">
        {action('Download', () => download(place, name))}
        {isOwn && action('Share', () => onOpen('share'))}
        {action('Versions', () => onOpen('versions'))}
        {isOwn && action('Delete', () => onOpen('delete'))}
      </td>
    </tr>
  )
}

function sharingOf({ publicUrl, sharing, allowedTo }: ObjectSummary): string {
  const parts = []
  if (publicUrl) parts.push('public')
  if (sharing && sharing.read.length + sharing.write.length > 0) parts.push('with users')
  if (allowedTo) parts.push(`may ${allowedTo}`)
  return parts.join(', ')
}
