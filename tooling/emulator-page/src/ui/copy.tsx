import type { VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

/** A button that copies `value`; where a page may not, it says so. */
export function CopyButton({ value, what }: { value: string; what: string }): VNode {
  const [state, setState] = useState<'' | 'copied' | 'failed'>('')
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const copy = async (): Promise<void> => {
    // Only secure contexts have a clipboard: localhost and 127.0.0.1, but not another name of this machine.
    const done = navigator.clipboard?.writeText(value).then(
      () => 'copied' as const,
      () => 'failed' as const,
    )
    setState((await done) ?? 'failed')
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setState(''), 2000)
  }
  const label = { '': 'Copy', copied: 'Copied', failed: 'Select and copy' }[state]
  return (
    <button type="button" class="small copy" aria-label={`Copy ${what}`} onClick={copy}>
      <span aria-live="polite">{label}</span>
    </button>
  )
}

/** A value on a line of its own, ready to copy. */
export function Copyable({ label, value }: { label: string; value: string }): VNode {
  return (
    <div class="copyable">
      <span class="label">{label}</span>
      <code data-testid={label}>{value}</code>
      <CopyButton value={value} what={label} />
    </div>
  )
}
