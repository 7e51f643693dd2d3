import type { VNode } from 'preact'
import { useEffect, useErrorBoundary, useRef } from 'preact/hooks'
import { AccessPage } from './access/access-page.tsx'
import { ClockPage, CloudTime } from './clock/clock-page.tsx'
import { connected, faults, info, scenarios, useLive } from './control/live.ts'
import { FilesPage } from './files/files-page.tsx'
import { RequestsPage } from './requests/requests-page.tsx'
import { ResourcesPage } from './resources/resources-page.tsx'
import { href, route } from './route.ts'
import { TroublePage } from './trouble/trouble-page.tsx'
import { count } from './ui/format.ts'
import { ErrorNotice } from './ui/parts.tsx'
import { ThemeChoice } from './ui/theme.tsx'

const PAGES: readonly (readonly [id: string, title: string, page: () => VNode])[] = [
  ['access', 'API access', AccessPage],
  ['resources', 'Resources', ResourcesPage],
  ['files', 'Files', FilesPage],
  ['requests', 'Requests', RequestsPage],
  ['trouble', 'Faults and scenarios', TroublePage],
  ['clock', 'Clock', ClockPage],
]

export function App(): VNode {
  const main = useRef<HTMLElement>(null)
  const [id, title, Page] = PAGES.find(([page]) => page === route.value.page) ?? PAGES[0] ?? ['', '', AccessPage]
  const isFirst = useRef(true)
  // Another page is read out, and the keyboard starts at its top.
  useEffect(() => {
    document.title = `${title} - Synnefo emulator`
    if (!isFirst.current) main.current?.querySelector('h1')?.focus()
    isFirst.current = false
  }, [id])
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <header class="top">
        <a class="brand" href={href('access')}>
          <img src="/_emulator/page/icon.svg" alt="" width="24" height="24" /> Synnefo emulator{' '}
          <span class="quiet">{useLive(info)?.version}</span>
        </a>
        <Trouble />
        <a class="clock" href={href('clock')}>
          <span class="hidden">Time in the cloud: </span>
          <CloudTime />
        </a>
        <span class={connected.value ? 'live on' : 'live'} role="status">
          {connected.value ? 'live' : 'connecting ...'}
        </span>
        <ThemeChoice />
      </header>
      <nav class="tabs main" aria-label="Pages">
        {PAGES.map(([page, name]) => (
          <a key={page} href={href(page)} aria-current={page === id ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
      <main ref={main} tabIndex={-1}>
        <Guarded key={id} page={Page} />
      </main>
    </>
  )
}

/** What was switched on is easily forgotten. */
function Trouble(): VNode | null {
  const active = (useLive(faults)?.faults.length ?? 0) + (useLive(scenarios)?.scenarios.length ?? 0)
  return active > 0 ? (
    <a class="badge bad" href={href('trouble')}>
      {count(active, 'fault or scenario', 'faults or scenarios')} on
    </a>
  ) : null
}

/** A page that cannot be drawn (an address that was edited by hand, say) says why; the others go on. */
function Guarded({ page: Page }: { page: () => VNode }): VNode {
  const [error, retry] = useErrorBoundary()
  if (error === undefined) return <Page />
  return (
    <ErrorNotice error={error}>
      <button type="button" onClick={retry}>
        Try again
      </button>
    </ErrorNotice>
  )
}
