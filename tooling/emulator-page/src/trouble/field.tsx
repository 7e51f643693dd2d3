import type { VNode } from 'preact'
import { useId } from 'preact/hooks'

/** A field of a form, with its label. */
export function Field({
  label,
  type,
  value,
  required = false,
  placeholder,
  suggestions,
  onInput,
}: {
  label: string
  type: 'number' | 'text' | 'check' | readonly (string | readonly [string, string])[]
  value: string
  required?: boolean
  placeholder?: string | undefined
  suggestions?: readonly string[] | undefined
  onInput: (value: string) => void
}): VNode {
  const id = useId()
  if (type === 'check')
    return (
      <label class="check">
        <input
          type="checkbox"
          checked={value !== ''}
          onChange={({ currentTarget }) => onInput(currentTarget.checked ? 'on' : '')}
        />
        {label}
      </label>
    )
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {typeof type === 'string' ? (
        <input
          id={id}
          {...(type === 'number' ? { type: 'number' as const, min: 0, step: 'any' } : undefined)}
          required={required}
          placeholder={placeholder}
          list={suggestions && `${id}-list`}
          value={value}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      ) : (
        <select
          id={id}
          required={required}
          value={value}
          onChange={({ currentTarget }) => onInput(currentTarget.value)}
        >
          {type.map((option) => {
            const [id, name] = typeof option === 'string' ? [option, option] : option
            return (
              <option key={id} value={id}>
                {name}
              </option>
            )
          })}
        </select>
      )}
      {suggestions && (
        <datalist id={`${id}-list`}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
    </div>
  )
}
