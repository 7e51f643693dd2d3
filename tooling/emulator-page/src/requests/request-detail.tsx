import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { control } from '../control/control.ts'
import type { LoggedBody, Message, RequestDetails } from '../control/types.ts'
import { CopyButton } from '../ui/copy.tsx'
import { formatBytes } from '../ui/format.ts'
import { ErrorNotice, Preformatted } from '../ui/parts.tsx'

/** A request and its response, with headers and bodies. */
export function RequestDetail({ id, done, target }: { id: number; done: boolean; target: string }): VNode {
  const [details, setDetails] = useState<RequestDetails>()
  const [error, setError] = useState<unknown>()
  // Once it is done there is more to see.
  useEffect(() => {
    control<RequestDetails>('GET', `/requests/${id}`).then(setDetails, setError)
  }, [id, done])
  if (!details) return error ? <ErrorNotice error={error} /> : <p class="quiet">Loading ...</p>
  return (
    <div class="exchange">
      <div class="copyable">
        <span class="label">{details.method}</span>
        <code>{target}</code>
        <CopyButton value={target} what="request target" />
      </div>
      <MessageView title="Request" message={details.request} />
      <MessageView title="Response" message={details.response} />
    </div>
  )
}

function MessageView({ title, message: { headers, body } }: { title: string; message: Message }): VNode {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <dl class="headers">
        {Object.entries(headers).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Body body={body} />
    </section>
  )
}

function Body({ body }: { body: LoggedBody }): VNode {
  if (body.size === 0) return <p class="quiet">No body</p>
  const content = body.text ?? body.base64 ?? ''
  const kind = body.text === undefined ? ' in base64' : ''
  return (
    <>
      <p class="quiet">
        {formatBytes(body.size)}
        {body.complete ? '' : ', of which the beginning was kept'}
        {kind}
      </p>
      <Preformatted label="Body">{body.text === undefined ? content : indented(content)}</Preformatted>
    </>
  )
}

/** JSON in lines; anything else, such as JSON that was cut off, as it came. */
function indented(content: string): string {
  if (!/^\s*[[{]/.test(content)) return content
  try {
    return JSON.stringify(JSON.parse(content), null, 2)
  } catch {
    return content
  }
}
