/**
 * The tags of If-Match, If-None-Match or ETag, as Django reads them: what stands in double quotes; if nothing does, the
 * header as a whole is one tag. A list must therefore be quoted, though the server's own tags are bare.
 */
export function parseEtags(header: string): string[] {
  const quoted = [...header.matchAll(/(?:W\/)?"((?:\\.|[^"])*)"/g)].map((match) =>
    (match[1] ?? '').replace(/\\(.)/g, '$1'),
  )
  return quoted.length > 0 ? quoted : [header]
}
