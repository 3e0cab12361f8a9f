import { expect, test } from 'vitest'
import { migrate } from './migrate.ts'
import { openUnmigrated } from './unmigrated.fixture.ts'

test('a server older than PostgreSQL 15 is refused, with its version, before anything is written', async () => {
  const connection = await openUnmigrated()
  try {
    const query = (sql: string) => connection.pool.query(sql)
    await query('CREATE SCHEMA aged')
    await query(`CREATE FUNCTION aged.current_setting(text) RETURNS text LANGUAGE sql AS $$
      SELECT CASE $1 WHEN 'server_version' THEN '14.11' ELSE '140011' END $$`)
    // Found before the function of PostgreSQL, by every connection from now on.
    const { rows } = await query('SELECT quote_ident(current_database()) AS name')
    await query(`ALTER DATABASE ${rows[0].name} SET search_path = aged, pg_catalog, public`)
    await query('SET search_path = aged, pg_catalog, public')
    await expect(migrate(connection)).rejects.toThrow('PostgreSQL 14.11: 15 or newer is needed')
    expect((await query(`SELECT to_regclass('public._prisma_migrations') AS history`)).rows).toEqual([
      { history: null },
    ])
  } finally {
    await connection.close()
  }
})
