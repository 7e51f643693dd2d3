import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { control } from '../control/control.ts'
import { overview, scenarios, useLive, users } from '../control/live.ts'
import type { ActiveScenario, ScenarioField, ScenarioKind } from '../control/types.ts'
import { count } from '../ui/format.ts'
import { ErrorNotice } from '../ui/parts.tsx'
import { Field } from './field.tsx'

/** Trouble in the cloud itself: what is on now, and a form to start more. */
export function ScenariosSection(): VNode {
  const data = useLive(scenarios)
  const [error, setError] = useState<unknown>()
  const [told, setTold] = useState('')
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work()
      setError(undefined)
    } catch (reason) {
      setError(reason)
    }
    await scenarios.load()
  }
  const start = (body: Readonly<Record<string, unknown>>): Promise<void> =>
    attempt(async () => {
      setTold('')
      const { kind } = await control<ActiveScenario>('POST', '/scenarios', body)
      setTold(`Started: ${titleOf(kind, data?.kinds)}.`)
    })
  const active = data?.scenarios ?? []
  return (
    <section class="card" aria-label="Scenarios">
      <h2>Scenarios in the cloud</h2>
      <p class="quiet">What goes wrong inside: builds that fail, users that are suspended, a service that is away.</p>
      <ErrorNotice error={error ?? scenarios.error.value} />
      {active.length > 0 && (
        <ul class="active">
          {active.map(({ id, kind, options, struck }) => (
            <li key={id}>
              <span class="grow">
                {titleOf(kind, data?.kinds)} {optionsOf(options)}
              </span>
              <span class="count">struck {count(struck, 'time')}</span>
              <button
                type="button"
                class="small"
                aria-label={`End scenario ${id}`}
                onClick={() => void attempt(() => control('DELETE', `/scenarios/${id}`))}
              >
                End
              </button>
            </li>
          ))}
        </ul>
      )}
      {active.length > 1 && (
        <button type="button" class="small alone" onClick={() => void attempt(() => control('DELETE', '/scenarios'))}>
          End all scenarios
        </button>
      )}
      {data && <ScenarioForm kinds={data.kinds} onStart={start} />}
      <p role="status">{told}</p>
    </section>
  )
}

function titleOf(kind: string, kinds: readonly ScenarioKind[] = []): string {
  return kinds.find(({ kind: id }) => id === kind)?.title ?? kind
}

function optionsOf(options: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(options).map(([name, value]) => `${name} ${String(value)}`)
  return parts.length > 0 ? `(${parts.join(', ')})` : ''
}

function ScenarioForm({
  kinds,
  onStart,
}: {
  kinds: readonly ScenarioKind[]
  onStart: (body: Readonly<Record<string, unknown>>) => Promise<void>
}): VNode | null {
  const [chosen, setChosen] = useState('')
  const [filled, setFilled] = useState<Readonly<Record<string, string>>>({})
  const suggestions = useSuggestions()
  const kind = kinds.find(({ kind: id }) => id === chosen) ?? kinds[0]
  if (!kind) return null
  const submit = (event: Event): void => {
    event.preventDefault()
    void onStart({ kind: kind.kind, ...optionsFrom(kind.fields, filled) })
  }
  return (
    <form class="grid" onSubmit={submit}>
      <Field
        label="Scenario"
        type={kinds.map(({ kind: id, title }) => [id, title] as const)}
        value={kind.kind}
        onInput={setChosen}
      />
      {kind.fields.map(({ name, type, required, hint, choices }) => (
        <Field
          key={`${kind.kind} ${name}`}
          label={`${name}${required ? '' : ' (optional)'}`}
          type={choices ? ['', ...choices] : type === 'number' ? 'number' : 'text'}
          required={required}
          placeholder={hint}
          suggestions={suggestions[name]}
          value={filled[name] ?? ''}
          onInput={(value) => setFilled({ ...filled, [name]: value })}
        />
      ))}
      <button type="submit" class="primary">
        Start
      </button>
    </form>
  )
}

/** Of which a quota can be set. */
const RESOURCES = [
  'cyclades.vm',
  'cyclades.cpu',
  'cyclades.ram',
  'cyclades.disk',
  'cyclades.floating_ip',
  'cyclades.network.private',
  'pithos.diskspace',
  'astakos.pending_app',
]

/** What the cloud has that a field may name. */
function useSuggestions(): Readonly<Record<string, readonly string[]>> {
  const cloud = useLive(overview)
  const people = useLive(users)?.users ?? []
  const names = (items: readonly { readonly id: unknown; readonly name?: unknown }[] = []): string[] => [
    ...new Set(items.map(({ id, name }) => String(name || id))),
  ]
  return {
    user: people.map(({ name }) => name),
    server: names(cloud?.servers),
    volume: names(cloud?.volumes),
    image: names(cloud?.images),
    project: cloud?.projects.map(({ id }) => String(id)) ?? [],
    resource: RESOURCES,
  }
}

function optionsFrom(
  fields: readonly ScenarioField[],
  filled: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    fields.flatMap(({ name, type }) => {
      const value = filled[name]
      return value ? [[name, type === 'number' ? Number(value) : value]] : []
    }),
  )
}
