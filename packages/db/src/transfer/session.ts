import type pg from 'pg'

/** How values are written as text: the same on every server, and read by every server. */
const SETTINGS = `SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL IntervalStyle = 'postgres';
  SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1`

/** Runs `work` in a transaction in which text is what an export holds. `undo` runs where nothing can have been committed. */
export async function inTransaction<T>(
  client: pg.ClientBase,
  begin: string,
  { work, undo }: { work: () => Promise<T>; undo?: (() => Promise<void>) | undefined },
): Promise<T> {
  await client.query(`${begin}; ${SETTINGS}`)
  let result: T
  try {
    result = await work()
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    // What it leaves, a server removes; why all of this failed is worth more.
    await undo?.().catch(() => {})
    throw error
  }
  await client.query('COMMIT')
  return result
}
