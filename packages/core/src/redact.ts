const mask = '***'

const secretParameters = /([?&](?:x-auth-token|token|access_token|refresh_token|client_secret|code|password)=)[^&#]*/gi

/** A URL with the values of query parameters that hold secrets masked. */
export function safeUrl(url: string): string {
  return url.replace(secretParameters, `$1${mask}`)
}

/** Text with every occurrence of the given secrets masked. */
export function redact(text: string, secrets: Iterable<string>): string {
  let result = text
  for (const secret of secrets) if (secret !== '') result = result.replaceAll(secret, mask)
  return result
}
