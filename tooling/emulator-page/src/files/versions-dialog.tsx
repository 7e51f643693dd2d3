import type { ObjectSummary, ObjectVersion } from '@kamaki/pithos'
import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { formatTime } from '../ui/format.ts'
import { Dialog, ErrorNotice, Name } from '../ui/parts.tsx'
import type { Place } from './session.ts'
import { download } from './transfers.ts'

/** The versions of an object, the newest first: to download, or to make the newest again. */
export function VersionsDialog({
  place,
  object: { name },
  onClose,
}: {
  place: Place
  object: ObjectSummary
  onClose: () => void
}): VNode {
  const [versions, setVersions] = useState<readonly ObjectVersion[]>()
  const [error, setError] = useState<unknown>()
  const object = place.account.container(place.container).object(name)
  const load = (): Promise<void> =>
    object.versions().then((list) => {
      setVersions([...list].reverse())
      setError(undefined)
    }, setError)
  // Once, when the dialog opens.
  useEffect(() => void load(), [])
  const restore = async (version: number): Promise<void> => {
    try {
      await object.restore(version)
      await load()
    } catch (reason) {
      setError(reason)
    }
  }
  return (
    <Dialog
      title={
        <>
          Versions of <Name value={name} />
        </>
      }
      onClose={onClose}
    >
      <ErrorNotice error={error} />
      {!versions && error === undefined && <p class="quiet">Loading ...</p>}
      {versions && (
        <table>
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col">Created</th>
              <th scope="col">
                <span class="hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {versions.map(({ version, created }, index) => (
              <tr key={version}>
                <th scope="row">{version}</th>
                <td class="time">{formatTime(created)}</td>
                <td class="actions">
                  {index === 0 ? (
                    <span class="quiet">newest</span>
                  ) : (
                    <button
                      type="button"
                      class="small"
                      aria-label={`Restore version ${version}`}
                      onClick={() => void restore(version)}
                    >
                      Restore
                    </button>
                  )}
                  <button
                    type="button"
                    class="small"
                    aria-label={`Download version ${version}`}
                    onClick={() => download(place, name, version)}
                  >
                    Download
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  )
}
