/** docs/reliability.md around its tables. */
export const prose: string = `# When the network or the cloud fails

<!-- Written by \`pnpm reliability\` from tooling/reliability. Change it there. -->

What every call does when something goes wrong: what is sent again, what is not, how long it takes, what the error means. The tables at the
end are the data of a test: a server that misbehaves on bare sockets in front of the emulator counts what arrives. \`npm test\` runs a
sample of it, \`pnpm reliability\` all.

\`\`\`ts
import { loadCloud } from '@kamaki/astakos/node'
import { CycladesComputeClient } from '@kamaki/cyclades'

const { astakos } = await loadCloud()
const compute = await astakos.client(CycladesComputeClient, {
  timeoutMs: 300_000, // the whole call
  attemptTimeoutMs: 20_000, // each attempt
  retry: { limit: 4, baseMs: 500, maxMs: 20_000, maxRetryAfterMs: 60_000 }, // these are the defaults; false: no retries
})
console.log(await compute.servers.list({ retry: { limit: 10 } })) // options of a call override the client's
\`\`\`

## What is sent again

A failed request is sent again, \`retry.limit\` times at most (4 by default), if both hold:

- **It may pass**: no complete response came (the connection was refused, broke, or sent what is not HTTP), the attempt's time was up, or
  the status is 408, 429, 502, 503 or 504.
- **It does no harm twice**: GET, HEAD, PUT, COPY, DELETE in object storage, and the POSTs that only set something. A stream can be
  sent only once, and is; pass a function that opens it.

Where a second time would fail or do harm, but the cloud can be asked whether it happened, it is asked first (deleting and moving objects,
appending to them, uploads with \`ifMatch\`, \`ifNoneMatch\` or \`ifNotExist\`): a write whose response was lost is then a success, not an error.

A call of several requests (an upload, a download, a sync) adds no retries of its own. A download goes on after its last good block, and a
block that was received resets the count of retries. All calls of a client share a budget: after 20 retries without a success in between,
failures are final until calls succeed again, so that a cloud in trouble gets no storm of requests.

## What is not

- **Creating** servers, volumes, networks, ports and all else that a POST creates: sent once, always.
- **Deleting** servers, volumes, networks, images and their like: sent once, since the cloud responds to a second time with an error.
- Any other status, and any complete response that is not what the API sends: a second time it would be the same. Writes to Pithos are sent
  again on 500, which it responds while quotas of the user change elsewhere.
- What tells of a mistake: an unknown host, a certificate that is not trusted, TLS on one side only, a port that fetch blocks, a redirect to
  another origin.
- After an abort: the call rejects with \`signal.reason\` at once.

## When nobody knows what became of a request

A request may have been carried out even though its response never came: the connection broke, the time was up, a proxy responded 502
or 504, or a success cannot be read. If it is one that is sent only once, the message of the error ends with
"the request may have been carried out: check before you send it again". List what you were creating, by its name, say, before you create
it again. Failures that come before anything is sent (a refused connection, an unknown host, TLS) do not say so, nor do other statuses.

## Limits

| option | limits | default |
| --- | --- | --- |
| \`timeoutMs\` | the whole call: queueing, token, all attempts and pauses, bodies, all requests of an upload or download | none; 600,000 for a wait |
| \`attemptTimeoutMs\` | each attempt, its body included; of an upload of a stream, each chunk; of a body that you read yourself, each read; of a download, the time since the last block | 60,000 without a byte, and 16 KiB/s on the whole |
| \`concurrency\` | requests in flight at a time, of a client | 32 |

Each ends in a TimeoutError whose \`limit\` says which (\`attempt\`, \`total\`) and whose \`phase\` says what it was waiting for. The token function
has the limit of an attempt of its own. When the next pause would go beyond \`timeoutMs\`, the call fails at once.

## Pauses

The pause before retry n is a random part of \`baseMs\` × 2ⁿ⁻¹, at most \`maxMs\`. What the server asks for in Retry-After is waited for, plus up to a
tenth of that, as long as it is not more than \`maxRetryAfterMs\`; then the call fails at once, and \`error.retryAfterMs\` says how long to wait.

## Waits

\`waitUntil\` and its like go on through all that may pass, poll after poll, until their \`timeoutMs\` is over. The WaitTimeoutError then has the last
state, and the last error as its \`cause\`. What will not pass (404, 401, a server in ERROR) ends a wait at once.

## Operations

{{operations}}

## Results

Each cell says how often the request is sent when the fault strikes every time, with \`retry.limit\` {{limit}}, and which error comes where it is not that of
the column "ends with". **{{sendings}}**: sent again until the retries are used up. **1**: sent once. **ok**: a success. **…**: a wait, which goes on until its time is over and
ends with a WaitTimeoutError. Empty: does not apply. When the fault strikes only once, a cell of {{sendings}} or … becomes a success after 2 sendings, and all else stays the same,
unless a row "once" says otherwise.

{{totals}}

Not as the rule has it:

{{exceptions}}

{{groups}}
`
