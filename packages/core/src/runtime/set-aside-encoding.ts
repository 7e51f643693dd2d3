/** The header that carries the Content-Encoding of a raw body past fetch. */
export const setAside = 'x-kamaki-content-encoding'

/** The headers of a response with its Content-Encoding restored. */
export function withEncoding(headers: Headers): Headers {
  const encoding = headers.get(setAside)
  if (encoding === null) return headers
  const result = new Headers(headers)
  result.delete(setAside)
  result.set('content-encoding', encoding)
  return result
}
