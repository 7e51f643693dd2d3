// The part of @opentelemetry/api that the README uses. Keeps the spans.
export interface Span {
  name: string
  attributes: Record<string, unknown>
  ended: boolean
  status?: unknown
  setAttribute(name: string, value: unknown): void
  setStatus(status: unknown): void
  end(): void
}

export const spans: Span[] = []
export const SpanKind = { CLIENT: 2 }
export const SpanStatusCode = { ERROR: 2 }
export const context = { active: (): object => ({}) }
export const propagation = {
  inject(_context: object, carrier: Record<string, string>): void {
    carrier['traceparent'] = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
  },
}

export const trace = {
  setSpan: (_context: object, span: Span): object => ({ span }),
  getTracer: () => ({
    startSpan(name: string, { attributes }: { attributes: Record<string, unknown> }): Span {
      const span: Span = {
        name,
        attributes: { ...attributes },
        ended: false,
        setAttribute: (key, value) => {
          span.attributes[key] = value
        },
        setStatus: (status) => {
          span.status = status
        },
        end: () => {
          span.ended = true
        },
      }
      spans.push(span)
      return span
    },
  }),
}
