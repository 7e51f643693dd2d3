/** Whether a file's name is that of a part file of ours (see part-file.ts), which is no content of anybody's. */
export function isOwnFile(basename: string): boolean {
  return /^\.kamaki-[0-9a-f]{16}-(?:\d+|x)\.part$/i.test(basename)
}
