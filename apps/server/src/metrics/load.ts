import type { Services } from '@tandem/api'
import type { Database } from '@tandem/db'
import { Counter, Gauge, type Registry } from 'prom-client'
import type { Pressure } from '../limits/pressure.ts'
import type { RateLimits } from '../limits/rate-limits.ts'

interface Sources {
  database: Pick<Database, 'load'>
  limits: Pick<RateLimits, 'refusals'>
  pressure: Pick<Pressure, 'refused' | 'share'>
  taskFeed: Pick<Services['taskFeed'], 'state'>
}

/** How full this process is, and what it refused for that. All of it is looked at when it is asked for, and costs a call nothing. */
export function registerLoad(registry: Registry, { database, limits, pressure, taskFeed }: Sources): void {
  const registers = [registry]
  new Gauge({
    name: 'database_connections',
    help: 'Connections of the pool that are in use (busy) or open and not in use (idle)',
    labelNames: ['state'] as const,
    registers,
    collect() {
      const { busy, idle } = database.load().connections
      this.set({ state: 'busy' }, busy)
      this.set({ state: 'idle' }, idle)
    },
  })
  new Gauge({
    name: 'database_connections_max',
    help: 'How many connections the pools may have',
    registers,
    collect() {
      this.set(database.load().connections.max)
    },
  })
  new Gauge({
    name: 'database_waiting',
    help: 'Work that waits for a connection of the pool, or before that for a turn among the work of its user',
    labelNames: ['for'] as const,
    registers,
    collect() {
      const { connection, turn } = database.load().waiting
      this.set({ for: 'connection' }, connection)
      this.set({ for: 'turn' }, turn)
    },
  })
  new Gauge({
    name: 'streams_open',
    help: 'Open streams of changes, on every transport',
    registers,
    collect() {
      this.set(taskFeed.state().open)
    },
  })
  new Gauge({
    name: 'stream_revision_lag',
    help: 'Revisions by which the stream that is furthest behind its user was behind, looked at every 5 s',
    aggregator: 'max',
    registers,
    collect() {
      this.set(taskFeed.state().lag)
    },
  })
  new Gauge({
    name: 'overload_refused_ratio',
    help: 'The share of calls that is refused at present because the process does not keep up',
    aggregator: 'max',
    registers,
    collect() {
      this.set(pressure.share)
    },
  })
  new Counter({
    name: 'limit_refusals_total',
    help: 'Refusals by limit: calls, attempts to sign in, streams of a user, turns at the database, and overload',
    labelNames: ['limit'] as const,
    registers,
    collect() {
      this.reset()
      const refusals = {
        ...limits.refusals(),
        streams: taskFeed.state().refused,
        turns: database.load().refusedTurns,
        overload: pressure.refused,
      }
      for (const [limit, count] of Object.entries(refusals)) this.inc({ limit }, count)
    },
  })
}
