import { describe, expect, inject, it } from 'vitest'
import { checks } from '../src/checks/index.ts'

const { open } = inject('places')
const page = inject('insecurePage')

interface Answer {
  readonly names?: string[]
  readonly failure?: string
}

/** Opens the page in a frame, sends it the cloud, and waits for what it has to say. */
function askPage(): Promise<Answer> {
  const frame = document.createElement('iframe')
  return new Promise<Answer>((resolve) => {
    addEventListener('message', ({ source, data }: MessageEvent<'ready' | Answer>) => {
      if (source !== frame.contentWindow) return
      if (data === 'ready') frame.contentWindow?.postMessage(open, '*')
      else resolve(data)
    })
    frame.src = page
    document.body.append(frame)
  }).finally(() => frame.remove())
}

describe('a page that came over plain HTTP', () => {
  it('does all but hash blocks, and says what is missing for that', async () => {
    const { names = [], failure } = await askPage()
    expect(failure).toBeUndefined()
    expect(names.length).toBeGreaterThan(checks.length / 2)
  })
})
