import type { ComponentChildren, VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { messageOf, visible } from './format.ts'

/** What went wrong, read out at once. */
export function ErrorNotice({ error, children }: { error: unknown; children?: ComponentChildren }): VNode | null {
  if (error === undefined || error === null) return null
  return (
    <div class="notice error" role="alert">
      <p>{messageOf(error)}</p>
      {children}
    </div>
  )
}

/** A line to create something by its name. What `create` rejects with goes to `onError`; undefined goes there when all went well. */
export function NewByName({
  what,
  maxLength,
  create,
  onError,
  children,
}: {
  what: string
  maxLength?: number
  create: (name: string) => Promise<unknown>
  onError: (error: unknown) => void
  children?: ComponentChildren
}): VNode {
  const [name, setName] = useState('')
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    try {
      await create(name)
      setName('')
      onError(undefined)
    } catch (reason) {
      onError(reason)
    }
  }
  return (
    <form class="new" onSubmit={submit}>
      <input
        aria-label={`Name of a new ${what}`}
        placeholder={`New ${what}`}
        required
        {...(maxLength !== undefined && { maxLength })}
        value={name}
        onInput={({ currentTarget }) => setName(currentTarget.value)}
      />
      <button type="submit">Create</button>
      {children}
    </form>
  )
}

/** What stands where there is nothing yet, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }): VNode {
  return (
    <div class="empty">
      <p class="title">{title}</p>
      {children}
    </div>
  )
}

const GOOD = new Set(['ACTIVE', 'AVAILABLE', 'IN_USE', 'IN-USE', 'OK'])
const BAD = new Set(['ERROR', 'KILLED', 'SUSPENDED', 'UNKNOWN'])

/** A state, in a color as well as in words. */
export function Badge({ value }: { value: string }): VNode {
  const upper = value.toUpperCase()
  const tone = GOOD.has(upper) ? 'good' : BAD.has(upper) || upper.startsWith('ERROR') ? 'bad' : 'other'
  return <span class={`badge ${tone}`}>{value}</span>
}

/** A name of the cloud's, whatever script or characters it is of. */
export function Name({ value }: { value: string }): VNode {
  return (
    <bdi class="name" title={value.length > 80 ? value : undefined}>
      {visible(value)}
    </bdi>
  )
}

/** A dialog over the page: the focus stays in it, and Escape closes it. */
export function Dialog({
  title,
  onClose,
  children,
}: {
  title: ComponentChildren
  onClose: () => void
  children: ComponentChildren
}): VNode {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const before = document.activeElement
    dialog.current?.showModal()
    // What opened it may be gone, or was drawn anew.
    return () => (before instanceof HTMLElement && before.isConnected ? before : document.querySelector('h1'))?.focus()
  }, [])
  return (
    <dialog ref={dialog} aria-labelledby="dialog-title" onClose={onClose}>
      <header>
        <h2 id="dialog-title">{title}</h2>
        <button type="button" class="small" onClick={onClose}>
          Close
        </button>
      </header>
      {children}
    </dialog>
  )
}

/** A choice of one of a few, as buttons in a row. */
export function Choice<T extends string>({
  label,
  options,
  value,
  onChange,
}: {
  label: string
  options: readonly (readonly [T, string])[]
  value: T
  onChange: (value: T) => void
}): VNode {
  return (
    <fieldset class="choice">
      <legend class="hidden">{label}</legend>
      {options.map(([id, name]) => (
        <button key={id} type="button" aria-pressed={id === value} onClick={() => onChange(id)}>
          {name}
        </button>
      ))}
    </fieldset>
  )
}

/** Code or a body, in a box that scrolls and that the keyboard reaches. */
export function Preformatted({ label, children }: { label: string; children: string }): VNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section class="code" aria-label={label} tabIndex={0}>
      <pre>{children}</pre>
    </section>
  )
}
