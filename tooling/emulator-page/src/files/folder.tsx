import { NotFoundError } from '@kamaki/core'
import type { VNode } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { CloudUser } from '../control/types.ts'
import { href } from '../route.ts'
import { Empty, ErrorNotice, Name, NewByName } from '../ui/parts.tsx'
import { droppedFiles } from './drop.ts'
import { EntryTable } from './entry-table.tsx'
import { Listing } from './listing.ts'
import type { Place } from './session.ts'
import { upload } from './transfers.ts'

/** A folder of a container: what is in it, and a place to drop files on. */
export function Folder({ place, isOwn, users }: { place: Place; isOwn: boolean; users: readonly CloudUser[] }): VNode {
  const [startsWith, setStartsWith] = useState('')
  const [over, setOver] = useState(false)
  const [error, setError] = useState<unknown>()
  // Another place is another component.
  const listing = useMemo(() => new Listing(place, startsWith), [startsWith])
  useEffect(() => listing.watch(), [listing])
  const { entries, status, hasMore, error: listError } = listing.state.value
  const createContainer = (): Promise<void> =>
    place.account
      .container(place.container)
      .create()
      .then(() => listing.load(), setError)
  const drop = async (event: DragEvent): Promise<void> => {
    event.preventDefault()
    setOver(false)
    try {
      if (event.dataTransfer) upload(place, await droppedFiles(event.dataTransfer))
      setError(undefined)
    } catch (reason) {
      setError(reason)
    }
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button "Upload files" does the same by keyboard.
    <div
      class={over ? 'drop over' : 'drop'}
      data-testid="drop"
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={drop}
    >
      <Path place={place} isOwn={isOwn} />
      <div class="bar">
        <UploadButton place={place} />
        <NewFolder place={place} onError={setError} />
        <input
          type="search"
          placeholder="Name begins with"
          aria-label="Show only names that begin with"
          value={startsWith}
          onInput={({ currentTarget }) => setStartsWith(currentTarget.value)}
        />
      </div>
      <ErrorNotice error={error} />
      <ErrorNotice error={listError}>
        <button type="button" onClick={() => void listing.load()}>
          Try again
        </button>
        {isOwn && NotFoundError.isInstance(listError) && (
          <button type="button" onClick={() => void createContainer()}>
            Create the container
          </button>
        )}
      </ErrorNotice>
      {status === 'loading' && <p class="quiet">Loading ...</p>}
      {status === 'ready' && entries.length === 0 && (
        <Empty title={startsWith ? `No name here begins with "${startsWith}".` : 'Nothing is here yet.'}>
          {!startsWith && <p>Drop files or directories here, or choose "Upload files".</p>}
        </Empty>
      )}
      {entries.length > 0 && <EntryTable place={place} entries={entries} isOwn={isOwn} users={users} />}
      {hasMore && (
        <button type="button" class="alone" onClick={() => listing.more()}>
          Show more
        </button>
      )}
    </div>
  )
}

/** Where this is, with a link to each folder above. */
function Path({ place: { session, account, container, prefix }, isOwn }: { place: Place; isOwn: boolean }): VNode {
  const query = { user: session.user.name, account: isOwn ? undefined : account.id, container }
  const parts = prefix.split('/').slice(0, -1)
  const steps = [{ label: container, to: '' }]
  parts.forEach((label, index) => {
    steps.push({ label, to: `${parts.slice(0, index + 1).join('/')}/` })
  })
  return (
    <nav class="path" aria-label="Folders above">
      <h2>
        {steps.map(({ label, to }, index) => (
          <span key={to}>
            {index > 0 && <span class="quiet"> / </span>}
            {index === steps.length - 1 ? (
              <Name value={label || '(no name)'} />
            ) : (
              <a href={href('files', { ...query, prefix: to })}>
                <Name value={label || '(no name)'} />
              </a>
            )}
          </span>
        ))}
      </h2>
    </nav>
  )
}

function UploadButton({ place }: { place: Place }): VNode {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button type="button" class="primary" onClick={() => input.current?.click()}>
        Upload files
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to upload"
        onChange={({ currentTarget }) => {
          upload(
            place,
            [...(currentTarget.files ?? [])].map((file) => ({ path: file.name, file })),
          )
          // The same file again is a change, too.
          currentTarget.value = ''
        }}
      />
    </>
  )
}

function NewFolder({ place, onError }: { place: Place; onError: (error: unknown) => void }): VNode {
  const create = (name: string): Promise<unknown> =>
    place.account
      .container(place.container)
      .object(place.prefix + name)
      .createDirectory({ ifNotExist: true })
  return <NewByName what="folder" create={create} onError={onError} />
}
