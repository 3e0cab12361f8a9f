import pg from 'pg'

const TRIGGERS = `
  SELECT DISTINCT tgrelid::regclass::text AS "table" FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
  WHERE NOT tgisinternal AND relnamespace IN (current_schema()::regnamespace, 'pgboss'::regnamespace)`

const FOREIGN_KEYS = `
  SELECT conrelid::regclass::text AS "table", conname AS name, pg_get_constraintdef(oid) AS definition,
    obj_description(oid, 'pg_constraint') AS comment
  FROM pg_constraint
  WHERE contype = 'f' AND conparentid = 0 AND connamespace IN (current_schema()::regnamespace, 'pgboss'::regnamespace)`

interface ForeignKey {
  table: string
  name: string
  definition: string
  /** On shards: how it is defined where they are not. */
  comment: string | null
}

/**
 * Takes triggers and foreign keys away until the end of a transaction: rows arrive as they were, in any order, and references within
 * a table or in a circle do not matter. The owner of the tables may do that; `session_replication_role` takes a superuser. Until the
 * transaction ends nobody else can use the tables.
 */
export async function suspendRules(client: pg.ClientBase): Promise<{ restore(): Promise<void> }> {
  const triggers = await client.query<{ table: string }>(TRIGGERS)
  const keys = await client.query<ForeignKey>(FOREIGN_KEYS)
  for (const { table } of triggers.rows) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
  for (const { table, name } of keys.rows)
    await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${pg.escapeIdentifier(name)}`)
  return {
    /** @throws where a row refers to one that is not there */
    restore: async () => {
      for (const key of keys.rows) await add(client, key)
      for (const { table } of triggers.rows) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
    },
  }
}

async function add(client: pg.ClientBase, { table, name, definition, comment }: ForeignKey): Promise<void> {
  const key = pg.escapeIdentifier(name)
  await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${key} ${definition}`)
  if (comment !== null)
    await client.query(`COMMENT ON CONSTRAINT ${key} ON ${table} IS ${pg.escapeLiteral(comment)}`)
}
