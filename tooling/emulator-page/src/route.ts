import { computed, type ReadonlySignal, signal } from '@preact/signals'

const hash = signal(location.hash)
addEventListener('hashchange', () => {
  hash.value = location.hash
})

export interface Route {
  readonly page: string
  readonly query: URLSearchParams
}

/** Where the reader is: `#/files?user=alice&container=photos`. The browser's back and forward go through it. */
export const route: ReadonlySignal<Route> = computed(() => {
  const [page = '', query = ''] = hash.value.replace(/^#\/?/, '').split('?', 2)
  return { page, query: new URLSearchParams(query) }
})

/** The address of a page; what is undefined or empty is left out. */
export function href(page: string, query: Readonly<Record<string, string | undefined>> = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value) parameters.set(name, value)
  return parameters.size > 0 ? `#/${page}?${parameters}` : `#/${page}`
}

/** Goes there; `replace` leaves no step for the back button. */
export function go(page: string, query?: Readonly<Record<string, string | undefined>>, replace = false): void {
  const to = href(page, query)
  if (replace) {
    history.replaceState(null, '', to)
    hash.value = to
  } else location.hash = to
}
