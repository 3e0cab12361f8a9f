import { hash } from 'node:crypto'
import { invalidInput } from '../../core/errors.ts'
import type { Signer } from '../../persistence/signer.ts'
import { column, type ResourceTable } from '../table.ts'
import type { Position } from './keyset.ts'
import type { SortKey } from './sort.ts'

/** What a list of all its rows takes, in addition to its own filters. */
export interface WholeQuery {
  sort: SortKey[]
}

/** What a list with offsets takes, in addition to its own filters. */
export interface OffsetQuery extends WholeQuery {
  limit: number
  offset?: number | undefined
}

/** What a list with cursors takes, in addition to its own filters. */
export interface CursorQuery extends WholeQuery {
  limit: number
  cursor?: string | undefined
}

export interface PageQuery extends OffsetQuery, CursorQuery {}

/** A query of a user's list, which its cursors are valid for. */
interface Listing {
  /** By field, the user whose rows are listed and the parent of nested rows. Empty for shared rows. */
  scope: Record<string, string>
  query: PageQuery
}

/** Cursors of one resource's lists: the last row of a page, as an opaque string that is valid only for the query that made it. */
export function cursorsOf(table: ResourceTable) {
  // A value is read as it was written, so cursors end when the type of a column changes. Hashed once, because every page
  // signs it.
  const sortable = table.sortable.map((field) => column(table, field))
  const columns = hash(
    'sha256',
    JSON.stringify([table.name, sortable, table.sortedIgnoringCase]),
    'base64url',
  )

  /** Filters and order decide what a cursor means; how many rows a page has does not. */
  const contextOf = ({ scope, query }: Listing): string => {
    const asked = { ...query, cursor: undefined, limit: undefined, offset: undefined }
    const owner = table.isOwned ? scope.userId : undefined
    const parent = table.parent && scope[table.parent.field]
    return columns + JSON.stringify([owner, parent, asked])
  }

  return {
    encode(signer: Signer, row: Record<string, unknown>, listing: Listing): string {
      const values = listing.query.sort.map(({ field }) => row[field])
      return signer.sign(JSON.stringify([row.id, ...values]), contextOf(listing))
    },

    /** @throws UNPROCESSABLE_CONTENT for a cursor that was forged, altered, or made for another query or user */
    decode(signer: Signer, cursor: string, listing: Listing): Position {
      const text = signer.open(cursor, contextOf(listing))
      if (text === undefined) throw invalidInput(['cursor'], 'is not a cursor of this query')
      const [id, ...values]: [string, ...unknown[]] = JSON.parse(text)
      return { id, values: Object.fromEntries(listing.query.sort.map(({ field }, i) => [field, values[i]])) }
    },
  }
}
