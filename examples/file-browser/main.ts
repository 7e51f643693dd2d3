// A file browser: containers, directories, upload with progress, download, delete. The token stays in this page's memory.
import { AstakosClient } from '@kamaki/astakos'
import { KamakiError } from '@kamaki/core'
import { PithosClient, type PithosContainer } from '@kamaki/pithos'

const find = <E extends Element>(selector: string): E => {
  const element = document.querySelector<E>(selector)
  if (element === null) throw new Error(`The page has no ${selector}`)
  return element
}
const login = find<HTMLFormElement>('#login')
const files = find<HTMLInputElement>('#files')
const bar = find<HTMLProgressElement>('progress')
const stop = find<HTMLButtonElement>('#stop')
const rows = find<HTMLTableSectionElement>('tbody')
const status = find<HTMLElement>('[role=status]')

let pithos: PithosClient
/** Where we are: all containers, or a container and a path in it that is empty or ends with a slash. */
let place: { container: PithosContainer; path: string } | undefined

/** Runs what a user asked for, and shows what went wrong. */
async function act(work: () => Promise<void>): Promise<void> {
  const alert = find<HTMLElement>('[role=alert]')
  alert.textContent = ''
  try {
    await work()
  } catch (error) {
    // Messages of the SDK are meant for people; everything else is a mistake of this page.
    alert.textContent =
      KamakiError.isInstance(error) || error instanceof DOMException ? error.message : 'Something is wrong'
    if (!KamakiError.isInstance(error)) console.error(error)
  }
}

login.addEventListener('submit', (event) => {
  event.preventDefault()
  void act(async () => {
    const astakos = new AstakosClient(
      find<HTMLInputElement>('#url').value,
      find<HTMLInputElement>('#token').value.trim(),
    )
    pithos = await astakos.client(PithosClient)
    const { name } = await astakos.userInfo()
    await show()
    status.textContent = `Files of ${name}`
    login.hidden = true
    find<HTMLElement>('main').hidden = false
  })
})

/** Shows the place, page after page of its list. */
async function show(): Promise<void> {
  rows.replaceChildren()
  files.disabled = place === undefined
  showPath()
  if (place === undefined) {
    for await (const { name, bytesUsed, lastModified } of pithos.containers.list())
      addRow(
        button(name, () => go(pithos.container(name), '')),
        bytesUsed,
        lastModified,
      )
    return
  }
  const { container, path } = place
  for await (const entry of container.objects.list({ prefix: path, delimiter: '/' })) {
    if (entry.subdir !== undefined) {
      addRow(button(entry.subdir.slice(path.length), () => go(container, entry.subdir)))
      continue
    }
    const { name } = entry
    const label = name.slice(path.length)
    addRow(label, entry.bytes, entry.lastModified, [
      button('Download', () => download(container, name), `Download ${label}`),
      button('Delete', () => remove(container, name), `Delete ${label}`),
    ])
  }
}

function showPath(): void {
  const steps: Node[] = [button('All containers', () => go(undefined, ''))]
  if (place !== undefined) {
    const { container, path } = place
    const parts = path.split('/').slice(0, -1)
    steps.push(button(container.name, () => go(container, '')))
    for (const [index, part] of parts.entries())
      steps.push(button(part, () => go(container, `${parts.slice(0, index + 1).join('/')}/`)))
  }
  find('nav').replaceChildren(...steps.flatMap((step, index) => (index === 0 ? [step] : [' / ', step])))
}

async function go(container: PithosContainer | undefined, path: string): Promise<void> {
  place = container && { container, path }
  await show()
}

files.addEventListener('change', () => {
  if (place === undefined) return
  const { container, path } = place
  const chosen = [...(files.files ?? [])]
  const controller = new AbortController()
  stop.onclick = () => controller.abort(new DOMException('The upload was stopped', 'AbortError'))
  stop.hidden = bar.hidden = false
  void act(async () => {
    for (const file of chosen) {
      status.textContent = `Uploading ${file.name} ...`
      await container.object(path + file.name).upload(file, {
        contentType: file.type,
        signal: controller.signal,
        onProgress: ({ fraction = 0 }) => {
          bar.value = fraction
        },
      })
      status.textContent = `${file.name} is uploaded`
    }
    await show()
  }).finally(() => {
    stop.hidden = bar.hidden = true
    files.value = ''
  })
})

async function download(container: PithosContainer, name: string): Promise<void> {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await container.object(name).download().blob()) // verified block by block
  link.download = name.split('/').at(-1) ?? name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

async function remove(container: PithosContainer, name: string): Promise<void> {
  if (!confirm(`Delete ${name}?`)) return
  await container.object(name).delete()
  await show()
}

function button(text: string, work: () => Promise<void>, label = text): HTMLButtonElement {
  const element = document.createElement('button')
  element.textContent = text // never as HTML: others choose the names of what they share
  element.ariaLabel = label
  element.addEventListener('click', () => void act(work))
  return element
}

function addRow(name: string | Node, bytes?: number, changed?: Date, actions: Node[] = []): void {
  const row = rows.insertRow()
  row.insertCell().append(name)
  row.insertCell().append(bytes === undefined ? '' : `${bytes.toLocaleString('en')} bytes`)
  row.insertCell().append(changed?.toLocaleString() ?? '')
  row.insertCell().append(...actions)
}
