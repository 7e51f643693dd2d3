/** What is wrong with a response, or undefined if a real server could have given it. */
export function flaw(status: number, type: string, text: string): string | undefined {
  if (status < 200 || status > 599) return `no status of a server: ${status}`
  if (status < 400 || text === '') return undefined
  if (/html/.test(type)) return undefined
  if (/xml/.test(type) && text.startsWith('<?xml')) {
    const root = /^<\?xml[^>]*\?>\s*<(\w+)( xmlns="[^"]+")? code="(\d+)">/.exec(text)
    return root && Number(root[3]) === status ? undefined : 'an XML error that is no fault'
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // Some errors are words.
    return /^text\/plain|^text\/html/.test(type) ? undefined : 'an error that is neither JSON nor labelled as text'
  }
  // Hashes that are missing, and user data keys.
  if ((status === 409 && Array.isArray(value)) || status === 422) return undefined
  const members = Object.entries(value as object)
  const [first] = members
  if (members.length !== 1 || !first) return 'a fault has one member'
  const fault = first[1] as { code?: unknown; message?: unknown }
  if (fault?.code !== status) return `a fault says its status: ${String(fault?.code)}`
  return typeof fault.message === 'string' ? undefined : 'a fault has a message'
}
