import {
  type Attributes,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import { KamakiError } from './errors/kamaki-error.ts'
import type { CallEvent, EndEvent, Hooks, RequestEvent } from './observe/hooks.ts'

/** Where spans go. */
export interface OpenTelemetryOptions {
  /** Default: that of the global tracer provider, which the SDK of OpenTelemetry registers. */
  readonly tracer?: Tracer | undefined
}

interface Running {
  readonly call: Span
  attempt: Span | undefined
}

/**
 * Hooks that make a span of each call, `compute GET servers/{id}`, and below it one of each request that was sent for it. They belong to what was active when
 * the call was made, and the requests carry `traceparent`, so that services that are traced as well go on with them. Needs `@opentelemetry/api`.
 *
 *     const astakos = new AstakosClient(authUrl, token, { hooks: openTelemetryHooks() })
 */
export function openTelemetryHooks(options: OpenTelemetryOptions = {}): Required<Hooks> {
  const tracer = options.tracer ?? trace.getTracer('@kamaki/core')
  const running = new Map<string, Running>()

  const startCall = (event: CallEvent, elapsedMs: number): Running => {
    const { service, operation } = event
    const span = tracer.startSpan(service === undefined ? operation : `${service} ${operation}`, {
      kind: SpanKind.INTERNAL,
      startTime: Date.now() - elapsedMs,
      attributes: { ...(service === undefined ? {} : { 'kamaki.service': service }), 'kamaki.operation': operation },
    })
    const started = { call: span, attempt: undefined }
    running.set(event.callId, started)
    return started
  }

  const endAttempt = (event: CallEvent, error: unknown): void => {
    const current = running.get(event.callId)
    if (current?.attempt === undefined) return
    fail(current.attempt, error)
    current.attempt.end()
    current.attempt = undefined
  }

  return {
    onRequest(event) {
      const current = running.get(event.callId) ?? startCall(event, event.elapsedMs)
      const parent = trace.setSpan(context.active(), current.call)
      current.attempt = tracer.startSpan(
        event.operation,
        { kind: SpanKind.CLIENT, attributes: requestAttributes(event) },
        parent,
      )
      const headers: Record<string, string> = {}
      propagation.inject(trace.setSpan(parent, current.attempt), headers)
      return headers
    },
    onResponse(event) {
      const { attempt } = running.get(event.callId) ?? {}
      attempt?.setAttribute('http.response.status_code', event.status)
      if (event.requestId !== undefined) attempt?.setAttribute('kamaki.request_id', event.requestId)
      endAttempt(event, event.status >= 400 ? `${event.status}` : undefined)
    },
    onRetry(event) {
      endAttempt(event, event.error)
      running
        .get(event.callId)
        ?.call.addEvent('retry', { 'kamaki.delay_ms': event.delayMs, ...errorAttributes(event.error) })
    },
    onError(event) {
      endAttempt(event, event.error)
    },
    onEnd(event) {
      const { call } = running.get(event.callId) ?? startCall(event, event.elapsedMs)
      running.delete(event.callId)
      call.setAttributes(endAttributes(event))
      fail(call, event.error)
      call.end()
    },
  }
}

function requestAttributes({ method, url, operation, attempt }: RequestEvent): Attributes {
  const { hostname, port, protocol } = new URL(url)
  return {
    'http.request.method': method,
    'url.full': url,
    'url.template': operation.split(' ')[1] ?? '',
    'server.address': hostname,
    'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
    ...(attempt > 1 ? { 'http.request.resend_count': attempt - 1 } : {}),
  }
}

function endAttributes({ status, retries, sentBytes, receivedBytes }: EndEvent): Attributes {
  return {
    ...(status === undefined ? {} : { 'http.response.status_code': status }),
    'http.request.body.size': sentBytes,
    'http.response.body.size': receivedBytes,
    'kamaki.retries': retries,
  }
}

function fail(span: Span, error: unknown): void {
  if (error === undefined) return
  span.setAttributes(errorAttributes(error))
  const message = error instanceof Error ? error.message : undefined
  span.setStatus({ code: SpanStatusCode.ERROR, ...(message === undefined ? {} : { message }) })
}

function errorAttributes(error: unknown): Attributes {
  if (typeof error === 'string') return { 'error.type': error }
  return { 'error.type': KamakiError.isInstance(error) || error instanceof Error ? error.name : '_OTHER' }
}
