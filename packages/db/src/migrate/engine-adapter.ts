import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum, type SqlQuery } from '@prisma/driver-adapter-utils'
import type pg from 'pg'

const oid = { char: 18, text: 25 }

/**
 * The adapter, as the schema engine needs it. Its own `executeScript` splits at every semicolon, those inside
 * function bodies too; and it refuses columns of type `"char"`, in which the catalogs keep one-letter codes.
 */
export class EnginePg extends PrismaPg {
  readonly #chars: WeakMap<object, number[]>

  constructor(pool: pg.Pool) {
    const chars = new WeakMap<object, number[]>()
    const query = async (config: pg.QueryConfig): Promise<pg.QueryResult> => {
      const result = await pool.query(config)
      const found: number[] = []
      for (const [index, field] of (result.fields ?? []).entries()) {
        if (field.dataTypeID !== oid.char) continue
        field.dataTypeID = oid.text
        found.push(index)
      }
      if (found.length > 0) chars.set(result.rows, found)
      return result
    }
    super(Object.assign(Object.create(pool), { query }))
    this.#chars = chars
  }

  override async connect() {
    const adapter = await super.connect()
    const queryRaw = adapter.queryRaw.bind(adapter)
    return Object.assign(adapter, {
      queryRaw: async (query: SqlQuery) => {
        const result = await queryRaw(query)
        for (const index of this.#chars.get(result.rows) ?? [])
          result.columnTypes[index] = ColumnTypeEnum.Character
        return result
      },
      executeScript: async (sql: string) => {
        // Without arguments it is the simple query protocol, which takes many statements.
        await adapter.executeRaw({ sql, args: [], argTypes: [] })
      },
    })
  }
}
