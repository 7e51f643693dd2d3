import type { ContainerSummary, PithosAccount } from '@kamaki/pithos'
import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { afterRequests } from '../control/live.ts'
import { go, href } from '../route.ts'
import { count, formatBytes } from '../ui/format.ts'
import { Dialog, ErrorNotice, Name, NewByName } from '../ui/parts.tsx'
import { changesAccount } from './listing.ts'
import type { Session } from './session.ts'

/** The containers of an account, and a field to create one. */
export function ContainerList({
  session,
  account,
  isOwn,
  chosen,
}: {
  session: Session
  account: PithosAccount
  isOwn: boolean
  chosen: string | undefined
}): VNode {
  const [containers, setContainers] = useState<readonly ContainerSummary[]>()
  const [error, setError] = useState<unknown>()
  const [doomed, setDoomed] = useState<ContainerSummary>()
  // An account is a handle, made anew at each drawing.
  useEffect(() => {
    const load = (): void => {
      account.containers.list().then((list) => {
        setContainers(list)
        setError(undefined)
      }, setError)
    }
    load()
    return afterRequests((request) => changesAccount(request, account.id), load)
  }, [account.id])
  const query = { user: session.user.name, account: isOwn ? undefined : account.id }
  return (
    <>
      <ErrorNotice error={error} />
      <ul>
        {containers?.map((container) => (
          <li key={container.name} class="row">
            <a
              href={href('files', { ...query, container: container.name })}
              aria-current={container.name === chosen ? 'true' : undefined}
            >
              <strong>
                <Name value={container.name} />
              </strong>
              <span class="quiet">{sizeOf(container)}</span>
            </a>
            {isOwn && (
              <button
                type="button"
                class="small"
                aria-label={`Delete container ${container.name}`}
                onClick={() => setDoomed(container)}
              >
                Delete
              </button>
            )}
          </li>
        ))}
      </ul>
      {containers?.length === 0 && <p class="quiet">{isOwn ? 'No containers yet.' : 'Nothing is shared here.'}</p>}
      {isOwn && <NewContainer account={account} onCreated={(container) => go('files', { ...query, container })} />}
      {doomed && (
        <DeleteContainer
          account={account}
          container={doomed}
          onClose={() => setDoomed(undefined)}
          onDeleted={() => doomed.name === chosen && go('files', query, true)}
        />
      )}
    </>
  )
}

function sizeOf({ objectCount, bytesUsed }: ContainerSummary): string {
  if (objectCount === undefined) return ''
  return `${count(objectCount, 'object')}, ${formatBytes(bytesUsed ?? 0)}`
}

function NewContainer({ account, onCreated }: { account: PithosAccount; onCreated: (name: string) => void }): VNode {
  const [error, setError] = useState<unknown>()
  const create = async (name: string): Promise<void> => {
    await account.container(name).create()
    onCreated(name)
  }
  return (
    <NewByName what="container" maxLength={256} create={create} onError={setError}>
      <ErrorNotice error={error} />
    </NewByName>
  )
}

function DeleteContainer({
  account,
  container: { name, objectCount = 0 },
  onClose,
  onDeleted,
}: {
  account: PithosAccount
  container: ContainerSummary
  onClose: () => void
  onDeleted: () => void
}): VNode {
  const [error, setError] = useState<unknown>()
  const remove = async (): Promise<void> => {
    try {
      const container = account.container(name)
      if (objectCount > 0) await container.empty()
      await container.delete()
      onClose()
      onDeleted()
    } catch (reason) {
      setError(reason)
    }
  }
  return (
    <Dialog
      title={
        <>
          Delete <Name value={name} />?
        </>
      }
      onClose={onClose}
    >
      <p>{objectCount > 0 ? `It holds ${count(objectCount, 'object')}, which go with it.` : 'It is empty.'}</p>
      <ErrorNotice error={error} />
      <div class="actions">
        <button type="button" class="danger" onClick={remove}>
          Delete
        </button>
        <button type="button" onClick={onClose}>
          Keep
        </button>
      </div>
    </Dialog>
  )
}
