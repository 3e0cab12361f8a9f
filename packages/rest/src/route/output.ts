import type { RestRoute } from '../meta.ts'
import { type Form, formsOf } from './form.ts'
import { checkJson } from './json-output.ts'
import type { Schema } from './shape.ts'

/**
 * How a route's output is sent. `any` is decided by each value, because the procedure declares no output, or one that
 * may be anything.
 */
export type OutputKind = 'empty' | 'redirect' | 'json' | 'media' | 'events' | 'any'

/** What the output schema and the meta say about an answer's body. */
export interface OutputPlan {
  kind: OutputKind
  /** The media type of the body, without parameters. */
  mediaType: string
  /** Whether the JSON may hold what `JSON.stringify` cannot write: maps, sets, bigints, values of any type. */
  isRich: boolean
  /** Whether every output has a length that is known beforehand, so that ranges can be answered. */
  isSized: boolean
}

export const EVENTS = 'text/event-stream'

/** The answers of subscriptions, and of queries and mutations that say so. */
export const EVENT_STREAM: OutputPlan = { kind: 'events', mediaType: EVENTS, isRich: false, isSized: false }

export function isRedirect(status: number): boolean {
  return status >= 300 && status < 400
}

export function hasNoBody(status: number): boolean {
  return status === 204 || status === 205
}

export function isJsonType(mediaType: string): boolean {
  return mediaType === 'application/json' || mediaType.endsWith('+json')
}

/**
 * Plans a route's answers.
 *
 * @throws {Error} with the meta field and the mistake, when the output cannot be served as the meta says.
 */
export function planOutput(output: Schema | undefined, meta: RestRoute, status: number): OutputPlan {
  const { responseType } = meta
  const forms = output ? formsOf(output) : new Set<Form>(['open'])
  const isNothing = responseType === undefined && [...forms].every((form) => form === 'void')
  if (isNothing || hasNoBody(status) || isRedirect(status)) return planWithoutBody(forms, meta, status)
  if (responseType === EVENTS) return planEvents(forms)
  if (responseType !== undefined && !isJsonType(responseType)) return planMedia(forms, responseType)
  return {
    kind: forms.has('open') && responseType === undefined ? 'any' : 'json',
    mediaType: responseType ?? 'application/json',
    isRich: !output || checkJson(output),
    isSized: false,
  }
}

function planWithoutBody(forms: ReadonlySet<Form>, meta: RestRoute, status: number): OutputPlan {
  if (meta.responseType !== undefined) throw new Error(`responseType: status ${status} has no body`)
  const kind = isRedirect(status) ? 'redirect' : 'empty'
  const canBeUrl = [...forms].every((form) => form === 'text' || form === 'void' || isUnknown(form))
  if (kind === 'redirect' && meta.location === undefined && !canBeUrl) {
    throw new Error(`successStatus: a ${status} needs a location, or an output that is its URL`)
  }
  return { kind, mediaType: 'application/json', isRich: false, isSized: false }
}

function planEvents(forms: ReadonlySet<Form>): OutputPlan {
  if (![...forms].every(isUnknown)) {
    throw new Error(`responseType: ${EVENTS} needs an output that is an async iterable`)
  }
  return EVENT_STREAM
}

function planMedia(forms: ReadonlySet<Form>, mediaType: string): OutputPlan {
  if (forms.has('json') || forms.has('void')) {
    throw new Error(
      `responseType: ${mediaType} needs an output of text, bytes, a File, a Blob or a stream, and nothing else`,
    )
  }
  const isSized = [...forms].every((form) => form === 'text' || form === 'bytes' || form === 'file')
  return { kind: 'media', mediaType, isRich: false, isSized }
}

function isUnknown(form: Form): boolean {
  return form === 'open' || form === 'custom'
}
