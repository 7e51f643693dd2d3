import { AstakosClient, type FoundEndpoint } from '@kamaki/astakos'
import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { CopyButton } from '../ui/copy.tsx'
import { ErrorNotice } from '../ui/parts.tsx'

/** The service catalog, as the SDK reads it with the user's token. */
export function Endpoints({ authUrl, token }: { authUrl: string; token: string }): VNode {
  const [found, setFound] = useState<readonly FoundEndpoint[]>()
  const [error, setError] = useState<unknown>()
  useEffect(() => {
    const ended = new AbortController()
    new AstakosClient(authUrl, token).getEndpoints({ signal: ended.signal }).then(
      (endpoints) => {
        setFound(endpoints)
        setError(undefined)
      },
      (reason: unknown) => {
        if (!ended.signal.aborted) setError(reason)
      },
    )
    return () => ended.abort()
  }, [authUrl, token])
  return (
    <details open>
      <summary>Endpoints</summary>
      <ErrorNotice error={error} />
      {found && (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Service</th>
                <th scope="col">Version</th>
                <th scope="col">URL</th>
                <th scope="col">
                  <span class="hidden">Copy</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {found.map(({ service, endpoint, url }) => (
                <tr key={`${service.type} ${endpoint.versionId}`}>
                  <td>{service.type}</td>
                  <td>{endpoint.versionId}</td>
                  <td>
                    <code>{url}</code>
                  </td>
                  <td>
                    <CopyButton value={url} what={`URL of ${service.type}`} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  )
}
