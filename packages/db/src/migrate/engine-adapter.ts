import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum, type SqlQuery } from '@prisma/driver-adapter-utils'
import type pg from 'pg'

/** Runs the script of a migration. */
export type RunScript = (sql: string) => Promise<void>

interface Disposable {
  dispose(): Promise<void>
}

const oid = { char: 18, text: 25 }

/**
 * Prisma's adapter, mended for the schema engine in two places. `executeScript` splits scripts at every semicolon, even in
 * function bodies. And columns of type `"char"`, in which the catalogs keep one-letter codes, are refused.
 */
export class EnginePg extends PrismaPg {
  readonly #chars: WeakMap<object, number[]>
  readonly #connected: Disposable[] = []
  readonly #runScript: RunScript | undefined

  /** @param runScript Default: the script as a whole. */
  constructor(pool: pg.Pool, runScript?: RunScript) {
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
    this.#runScript = runScript
  }

  override async connect() {
    const adapter = await super.connect()
    this.#connected.push(adapter)
    const queryRaw = adapter.queryRaw.bind(adapter)
    return Object.assign(adapter, {
      queryRaw: async (query: SqlQuery) => {
        const result = await queryRaw(query)
        for (const index of this.#chars.get(result.rows) ?? [])
          result.columnTypes[index] = ColumnTypeEnum.Character
        return result
      },
      executeScript: async (sql: string) => {
        if (this.#runScript) return this.#runScript(sql)
        // Without arguments the driver uses the simple query protocol, which accepts several statements.
        await adapter.executeRaw({ sql, args: [], argTypes: [] })
      },
    })
  }

  /** Takes the listeners of all connections off the pool, which stays open. The engine never does. */
  async dispose(): Promise<void> {
    for (const adapter of this.#connected) await adapter.dispose()
  }
}
