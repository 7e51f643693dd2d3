import type { FuzzRequest, JsonTree } from './request.ts'

/** A request and those before it that it needs. */
export interface Story {
  readonly before: readonly FuzzRequest[]
  readonly request: FuzzRequest
}

/** The smallest story that is still of interest, found by leaving out and simplifying as long as it is. */
export async function shrink(story: Story, interesting: (story: Story) => Promise<boolean>): Promise<Story> {
  let best = story
  let before = await fewest(story.before, (some) => interesting({ ...best, before: some }))
  best = { ...best, before }
  for (let again = true; again; ) {
    again = false
    for (const request of simpler(best.request)) {
      if (!(await interesting({ ...best, request }))) continue
      best = { ...best, request }
      again = true
      break
    }
  }
  before = await fewest(best.before, (some) => interesting({ ...best, before: some }))
  return { ...best, before }
}

/** As few of the items as will do: halves are left out first, then quarters, down to single ones. */
async function fewest<T>(items: readonly T[], enough: (some: readonly T[]) => Promise<boolean>): Promise<readonly T[]> {
  if (items.length === 0 || (await enough([]))) return []
  let left = items
  for (let size = Math.ceil(left.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < left.length; ) {
      const some = [...left.slice(0, at), ...left.slice(at + size)]
      if (await enough(some)) left = some
      else at += size
    }
  }
  return left
}

/** Simpler requests, the greatest simplification first. */
function* simpler(request: FuzzRequest): Generator<FuzzRequest> {
  const { headers, query, body, as } = request
  if (body !== undefined) yield { ...request, body: undefined }
  if (query.length > 1) yield { ...request, query: [] }
  for (const at of query.keys()) yield { ...request, query: query.toSpliced(at, 1) }
  for (const at of headers.keys()) yield { ...request, headers: headers.toSpliced(at, 1) }
  for (const [at, [name, value]] of headers.entries())
    for (const shorter of shorterTexts(value)) yield { ...request, headers: headers.toSpliced(at, 1, [name, shorter]) }
  if (as !== 'alice' && as !== '') yield { ...request, as: 'alice' }
  if (typeof body === 'string') for (const shorter of shorterTexts(body)) yield { ...request, body: shorter }
  else if (body !== undefined) for (const tree of simplerTrees(body)) yield { ...request, body: tree }
}

function* simplerTrees(tree: JsonTree): Generator<JsonTree> {
  if ('leaf' in tree) {
    const text = stringOf(tree.leaf)
    if (text !== undefined) for (const shorter of shorterTexts(text)) yield { leaf: JSON.stringify(shorter) }
    else if (tree.leaf.length > 4) for (const leaf of ['null', '1', '[]', '{}']) yield { leaf }
    return
  }
  if ('list' in tree) {
    for (const at of tree.list.keys()) yield { list: tree.list.toSpliced(at, 1) }
    for (const [at, item] of tree.list.entries())
      for (const one of simplerTrees(item)) yield { list: tree.list.toSpliced(at, 1, one) }
    return
  }
  const { members } = tree
  for (const at of members.keys()) yield { members: members.toSpliced(at, 1) }
  for (const [at, [key, value]] of members.entries())
    for (const one of simplerTrees(value)) yield { members: members.toSpliced(at, 1, [key, one]) }
}

function stringOf(leaf: string): string | undefined {
  if (!leaf.startsWith('"')) return undefined
  try {
    return JSON.parse(leaf) as string
  } catch {
    return undefined
  }
}

/** Strings are halved; names of things stay whole. */
function shorterTexts(text: string): string[] {
  if (text.length < 2 || text.includes('{{')) return []
  const half = Math.ceil(text.length / 2)
  return [text.slice(0, half), text.slice(half), text.slice(0, -1)]
}
