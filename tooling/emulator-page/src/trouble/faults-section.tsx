import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { control } from '../control/control.ts'
import { faults, useLive } from '../control/live.ts'
import { count } from '../ui/format.ts'
import { ErrorNotice } from '../ui/parts.tsx'
import { describeRule, FAULT_KINDS, type Filled, ruleOf } from './fault-kinds.ts'
import { Field } from './field.tsx'

const METHODS = [['', 'any'] as const, 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'COPY', 'MOVE']
const SERVICES = [
  ['', 'everything'],
  ['/pithos/', 'Pithos (files)'],
  ['/cyclades/compute/', 'compute'],
  ['/cyclades/volume/', 'volumes'],
  ['/cyclades/network/', 'networks'],
  ['/cyclades/image', 'images'],
  ['/astakos/', 'identity'],
] as const

/** Faults on the wire: those that strike now, and a form to add one. */
export function FaultsSection(): VNode {
  const active = useLive(faults)?.faults ?? []
  const [error, setError] = useState<unknown>()
  const attempt = async (work: Promise<unknown>): Promise<void> => {
    try {
      await work
      setError(undefined)
    } catch (reason) {
      setError(reason)
    }
    await faults.load()
  }
  return (
    <section class="card" aria-label="Faults">
      <h2>Faults on the wire</h2>
      <p class="quiet">Requests that fail on purpose, as those of a bad connection or a cloud with too much to do.</p>
      <ErrorNotice error={error ?? faults.error.value} />
      {active.length > 0 && (
        <>
          <ul class="active">
            {active.map(({ id, rule, struck }) => (
              <li key={id}>
                <span class="grow">{describeRule(rule)}</span>
                <span class="count">struck {count(struck, 'time')}</span>
                <button
                  type="button"
                  class="small"
                  aria-label={`End fault ${id}`}
                  onClick={() => void attempt(control('DELETE', `/faults/${id}`))}
                >
                  End
                </button>
              </li>
            ))}
          </ul>
          {active.length > 1 && (
            <button type="button" class="small alone" onClick={() => void attempt(control('DELETE', '/faults'))}>
              End all faults
            </button>
          )}
        </>
      )}
      <FaultForm onAdd={(rule) => attempt(control('POST', '/faults', rule))} />
    </section>
  )
}

function FaultForm({ onAdd }: { onAdd: (rule: Readonly<Record<string, unknown>>) => Promise<void> }): VNode {
  const [kindId, setKindId] = useState('status')
  const [filled, setFilled] = useState<Filled>({})
  const kind = FAULT_KINDS.find(({ kind: id }) => id === kindId) ?? FAULT_KINDS[0]
  if (!kind) return <p />
  const fill = (name: string) => (value: string) => setFilled({ ...filled, [name]: value })
  const shown = (name: string): string => filled[name] ?? ''
  const submit = (event: Event): void => {
    event.preventDefault()
    void onAdd(ruleOf(kind, filled))
  }
  return (
    <form class="grid" onSubmit={submit}>
      <Field
        label="What happens"
        type={FAULT_KINDS.map(({ kind: id, title }) => [id, title] as const)}
        value={kindId}
        onInput={setKindId}
      />
      {kind.fields.map(({ name, label, type, value, isOptional }) => (
        <Field
          key={`${kindId} ${name}`}
          label={label}
          type={type}
          required={isOptional !== true && type !== 'check'}
          value={filled[name] ?? value}
          onInput={fill(name)}
        />
      ))}
      <Field label="Of which service" type={SERVICES} value={shown('service')} onInput={fill('service')} />
      <Field label="Path with" type="text" placeholder="/images/ or a*b" value={shown('path')} onInput={fill('path')} />
      <Field label="Method" type={METHODS} value={shown('method')} onInput={fill('method')} />
      <Field
        label="At most so many times"
        type="number"
        placeholder="no limit"
        value={shown('times')}
        onInput={fill('times')}
      />
      <Field label="Lets through first" type="number" placeholder="0" value={shown('skip')} onInput={fill('skip')} />
      <Field
        label="Percent of requests"
        type="number"
        placeholder="100"
        value={shown('percent')}
        onInput={fill('percent')}
      />
      <button type="submit" class="primary">
        Switch on
      </button>
    </form>
  )
}
