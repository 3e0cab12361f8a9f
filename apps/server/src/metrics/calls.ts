import { type CallObserver, reportError } from '@tandem/api'
import { isNotModified, toTRPCError } from '@tandem/rest'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Registry } from 'prom-client'
import { type Durations, registerDurations } from './durations.ts'

/** Responses by method, route and status. Returns what has to be told of each. */
export function registerResponses(registry: Registry) {
  const addSeries = registerDurations(registry, {
    name: 'http_request_duration_seconds',
    help: 'Time from the request head to the last byte of the answer',
  })
  const series = new Index<string, Index<string, Index<number, Durations>>>()
  return ({ method, routeOptions }: FastifyRequest, { statusCode, elapsedTime }: FastifyReply): void => {
    // The route's pattern, because paths would make a series for each task.
    const route = routeOptions.url ?? 'none'
    series
      .at(route, () => new Index())
      .at(method, () => new Index())
      .at(statusCode, () => addSeries({ method, route, status: String(statusCode) }))
      .add(elapsedTime / 1000)
  }
}

/** Calls by procedure, on every transport and in batches too, and by the status that they have over REST: 200 for every success. */
export function registerProcedures(registry: Registry, observer: CallObserver): void {
  const addSeries = registerDurations(registry, {
    name: 'procedure_duration_seconds',
    help: 'Time of one call of a procedure; of a subscription, until its stream begins',
  })
  const series = new Index<string, Index<number, Durations>>()
  observer.ended = (procedure, error, ms) => {
    const status = error === undefined ? 200 : statusOf(error)
    series
      .at(procedure, () => new Index())
      .at(status, () => addSeries({ procedure, status: String(status) }))
      .add(ms / 1000)
  }
}

/** A map that makes what it lacks. A key made of several, as text, would be hashed for every request. */
class Index<Key, Value> extends Map<Key, Value> {
  at(key: Key, make: () => Value): Value {
    let found = this.get(key)
    if (found === undefined) {
      found = make()
      this.set(key, found)
    }
    return found
  }
}

function statusOf(error: unknown): number {
  return isNotModified(error) ? 304 : reportError(toTRPCError(error)).status
}
