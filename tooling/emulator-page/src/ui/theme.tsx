import { effect, type Signal, signal } from '@preact/signals'
import type { VNode } from 'preact'

const KEY = 'emulator-page-theme'
const theme: Signal<string> = signal(stored())

/** A browser that keeps nothing for pages throws. */
function stored(): string {
  try {
    return localStorage.getItem(KEY) ?? ''
  } catch {
    return ''
  }
}

effect(() => {
  document.documentElement.style.colorScheme = theme.value
  try {
    localStorage.setItem(KEY, theme.value)
  } catch {
    // It counts until the page is closed.
  }
})

export function ThemeChoice(): VNode {
  return (
    <select
      aria-label="Colors"
      value={theme.value}
      onChange={({ currentTarget }) => {
        theme.value = currentTarget.value
      }}
    >
      <option value="">System colors</option>
      <option value="light">Light</option>
      <option value="dark">Dark</option>
    </select>
  )
}
