import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { invalidInput } from '../core/errors.ts'
import { text } from '../core/text.ts'
import { instant } from '../core/time.ts'
import type { Position } from './keyset.ts'
import { type ListTasks, type Task, taskPriority, taskStatus } from './schema.ts'
import type { SortField } from './sort.ts'

const SORTED_VALUE = {
  createdAt: instant,
  updatedAt: instant,
  dueAt: instant.nullable(),
  priority: taskPriority,
  status: taskStatus,
  title: text({ max: 255 }),
} satisfies Record<SortField, z.ZodType<string | Date | null>>

/** The page's last task, as an opaque string that is valid only for the query that made it. */
export function encodeCursor(task: Task, query: ListTasks): string {
  const values = query.sort.map(({ field }) => task[field])
  return Buffer.from(JSON.stringify([fingerprint(query), task.id, ...values])).toString('base64url')
}

/** Reads a cursor; one that was forged, damaged or made by another query is refused. It can only ever point into the caller's own list. */
export function decodeCursor(cursor: string, query: ListTasks): Position {
  const fields = query.sort.map(({ field }) => field)
  const parsed = z.tuple([z.literal(fingerprint(query)), z.guid()], z.unknown()).safeParse(readJson(cursor))
  const [, id, ...rest] = parsed.data ?? []
  const values = fields.map((field, i) => SORTED_VALUE[field].safeParse(rest[i]))
  if (id === undefined || rest.length !== fields.length || values.some(({ success }) => !success)) {
    throw invalidInput(['cursor'], 'is not a cursor of this query')
  }
  return { id, values: Object.fromEntries(fields.map((field, i) => [field, values[i]?.data ?? null])) }
}

function readJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}

/** Of the last queries: most are asked again and again. */
const fingerprints = new LRUCache<string, string>({ max: 500 })

/** Filters and order decide what a cursor means; how many rows a page has does not. */
function fingerprint({ cursor: _, limit: __, offset: ___, ...query }: ListTasks): string {
  const canonical = JSON.stringify(Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1)))
  const known = fingerprints.get(canonical)
  if (known !== undefined) return known
  const made = hash('sha256', canonical, 'base64url').slice(0, 16)
  fingerprints.set(canonical, made)
  return made
}
