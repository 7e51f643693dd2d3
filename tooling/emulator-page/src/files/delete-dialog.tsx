import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Dialog, ErrorNotice, Name } from '../ui/parts.tsx'
import type { Entry, Place } from './session.ts'

/** Asks before an object, or a folder with all that is in it, is deleted. */
export function DeleteDialog({ place, entry, onClose }: { place: Place; entry: Entry; onClose: () => void }): VNode {
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const remove = async (): Promise<void> => {
    setBusy(true)
    try {
      const container = place.account.container(place.container)
      if (entry.folder === undefined) await container.object(entry.object.name).delete()
      else {
        const folder = container.object(entry.folder.slice(0, -1))
        // Pithos deletes a tree by the object at its root.
        if (!entry.marker) await folder.createDirectory()
        await folder.deleteTree()
      }
      onClose()
    } catch (reason) {
      setError(reason)
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={
        <>
          Delete <Name value={entry.folder ?? entry.object.name} />?
        </>
      }
      onClose={onClose}
    >
      <p>
        {entry.folder === undefined
          ? 'Its versions stay, for programs that ask for them, if the container keeps versions.'
          : 'Everything in the folder goes with it.'}
      </p>
      <ErrorNotice error={error} />
      <div class="actions">
        <button type="button" class="danger" disabled={busy} onClick={remove}>
          Delete
        </button>
        <button type="button" onClick={onClose}>
          Keep
        </button>
      </div>
    </Dialog>
  )
}
