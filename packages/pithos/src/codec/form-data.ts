import { isBlob, requireBytes } from './body.ts'
import { checkContentType } from './properties.ts'

/** A multipart/form-data body with one file. Built by hand so that its length is known and any body can be sent again. */
export async function formBody(
  field: string,
  fileName: string,
  content: Uint8Array | Blob,
  contentType: string = isBlob(content) && content.type !== '' ? content.type : 'application/octet-stream',
): Promise<{ body: Uint8Array; contentType: string }> {
  const bytes = isBlob(content) ? new Uint8Array(await content.arrayBuffer()) : requireBytes(content, 'body')
  // Not randomUUID, which pages that came over plain HTTP do not have.
  const random = crypto.getRandomValues(new BigUint64Array(2))
  const boundary = `----kamaki${random.join('')}`
  // As browsers write names: quotes and line ends are what would end the header.
  const name = fileName.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: ${checkContentType(contentType)}\r\n\r\n`
  const text = new TextEncoder()
  const start = text.encode(head)
  const end = text.encode(`\r\n--${boundary}--\r\n`)
  const body = new Uint8Array(start.length + bytes.length + end.length)
  body.set(start)
  body.set(bytes, start.length)
  body.set(end, start.length + bytes.length)
  return { body, contentType: `multipart/form-data; boundary=${boundary}` }
}
