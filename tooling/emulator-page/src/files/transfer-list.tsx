import type { VNode } from 'preact'
import { formatBytes } from '../ui/format.ts'
import { Name } from '../ui/parts.tsx'
import { retries } from './session.ts'
import { dismiss, dismissDone, isDone, pause, resume, type Transfer, transfers } from './transfers.ts'

/** Uploads and downloads: how far each is, and what can be done about it. */
export function TransferList(): VNode | null {
  if (transfers.value.length === 0) return null
  return (
    <section class="transfers" aria-label="Transfers">
      <header>
        <h2>Transfers</h2>
        {transfers.value.some(isDone) && (
          <button type="button" class="small" onClick={dismissDone}>
            Clear what is done
          </button>
        )}
      </header>
      {[...retries.value].map(([callId, line]) => (
        <p key={callId} class="quiet">
          {line}
        </p>
      ))}
      <ul>
        {transfers.value.map((transfer) => (
          <TransferRow key={transfer.id} transfer={transfer} />
        ))}
      </ul>
    </section>
  )
}

const WORDS = { waiting: 'waiting', running: '', paused: 'paused', failed: 'failed', done: 'done' } as const
const PHASES = {
  hashing: 'hashing',
  sending: 'sending',
  checking: 'checking',
  receiving: 'receiving',
  done: 'finishing',
} as const

function TransferRow({ transfer }: { transfer: Transfer }): VNode {
  const { status, progress, outcome } = transfer.state.value
  const label = `${transfer.direction === 'up' ? 'Upload' : 'Download'} of ${transfer.name}`
  // While it looks at the content, nothing is known yet of how much there is to send.
  const isLooking = status === 'running' && (progress?.phase === 'hashing' || progress?.phase === 'checking')
  const share = status === 'done' ? 1 : progress?.total ? progress.loaded / progress.total : 0
  const button = (text: string, act: (transfer: Transfer) => void): VNode => (
    <button type="button" class="small" aria-label={`${text} ${label}`} onClick={() => act(transfer)}>
      {text}
    </button>
  )
  return (
    <li data-status={status}>
      <span class="arrow" aria-hidden="true">
        {transfer.direction === 'up' ? '↑' : '↓'}
      </span>
      <div class="grow">
        <div>
          <Name value={transfer.name} />{' '}
          <span class="quiet">
            {transfer.direction === 'up' ? 'to' : 'from'} {transfer.place.container}, {transfer.place.session.user.name}
          </span>
        </div>
        <progress aria-label={label} value={isLooking ? undefined : share} max={1} />
        <div class={status === 'failed' ? 'bad' : 'quiet'} role="status">
          {status === 'running' && progress
            ? `${PHASES[progress.phase]}: ${formatBytes(progress.loaded)} of ${formatBytes(progress.total ?? 0)}`
            : outcome || WORDS[status]}
        </div>
      </div>
      {status === 'running' && button('Pause', pause)}
      {(status === 'paused' || status === 'failed') && button(transfer.direction === 'up' ? 'Resume' : 'Again', resume)}
      {button(status === 'done' ? 'Clear' : 'Remove', dismiss)}
    </li>
  )
}
