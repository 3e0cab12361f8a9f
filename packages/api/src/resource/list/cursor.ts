import { hash } from 'node:crypto'
import type { Column } from '@tandem/db/tables'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { invalidInput } from '../../core/errors.ts'
import { text } from '../../core/text.ts'
import { instant } from '../../core/time.ts'
import { column, type ResourceTable } from '../table.ts'
import type { Position } from './keyset.ts'
import type { SortKey } from './sort.ts'

/** What every list takes, in addition to its own filters. */
export interface PageQuery {
  sort: SortKey[]
  limit: number
  cursor?: string | undefined
  offset?: number | undefined
}

/** The values of each type that PostgreSQL accepts; of any other type, it accepts every text. */
const SCHEMAS: Partial<Record<Column['type'], z.ZodType>> = {
  timestamptz: instant,
  boolean: z.boolean(),
  smallint: z.int().min(-32_768).max(32_767),
  int: z.int32(),
  bigint: z.int(),
  float8: z.number(),
  numeric: z.string().regex(/^(-?\d{1,1000}(\.\d{1,1000})?|NaN)$/),
  date: z.iso.date(),
  uuid: z.guid(),
}

/** What a field's value must be to have come from a row. */
function sortedValue({ type, values, isNullable }: Column): z.ZodType {
  const value = values ? z.enum(values) : (SCHEMAS[type] ?? text({ max: 10_000 }))
  return isNullable ? value.nullable() : value
}

/** Cursors of one resource's lists: the last row of a page, as an opaque string that is valid only for the query that made it. */
export function cursorsOf(table: ResourceTable) {
  const schemas = new Map(table.sortable.map((field) => [field, sortedValue(column(table, field))]))
  return {
    encode(row: Record<string, unknown>, query: PageQuery): string {
      const values = query.sort.map(({ field }) => row[field])
      return Buffer.from(JSON.stringify([fingerprint(query), row.id, ...values])).toString('base64url')
    },

    /**
     * @throws UNPROCESSABLE_CONTENT for a cursor that was forged, damaged or made by another query. A cursor can only ever
     * point into the caller's own list.
     */
    decode(cursor: string, query: PageQuery): Position {
      const fields = query.sort.map(({ field }) => field)
      const parsed = z
        .tuple([z.literal(fingerprint(query)), z.guid()], z.unknown())
        .safeParse(readJson(cursor))
      const [, id, ...rest] = parsed.data ?? []
      const values = fields.map((field, i) => schemas.get(field)?.safeParse(rest[i]))
      if (id === undefined || rest.length !== fields.length || values.some((value) => !value?.success)) {
        throw invalidInput(['cursor'], 'is not a cursor of this query')
      }
      return { id, values: Object.fromEntries(fields.map((field, i) => [field, values[i]?.data ?? null])) }
    },
  }
}

function readJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}

/** The fingerprints of the latest queries, most of which recur. */
const fingerprints = new LRUCache<string, string>({ max: 500 })

/** Filters and order decide what a cursor means; how many rows a page has does not. */
function fingerprint({ cursor: _, limit: __, offset: ___, ...query }: PageQuery): string {
  const canonical = JSON.stringify(Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1)))
  const known = fingerprints.get(canonical)
  if (known !== undefined) return known
  const made = hash('sha256', canonical, 'base64url').slice(0, 16)
  fingerprints.set(canonical, made)
  return made
}
