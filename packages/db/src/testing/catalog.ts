const parts = {
  columns: `
    SELECT c.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
      pg_get_expr(d.adbin, d.adrelid) AS value
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (c.oid, a.attnum)
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped`,
  constraints: `
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'`,
  indexes: `
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE relnamespace = 'public'::regnamespace`,
  functions: `
    SELECT p.oid::regprocedure::text, pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
    WHERE p.pronamespace = 'public'::regnamespace AND l.lanname IN ('sql', 'plpgsql') AND p.prokind <> 'a'`,
  triggers: `
    SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), tgenabled::text FROM pg_trigger WHERE NOT tgisinternal`,
  relations: `SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace`,
  enums: `
    SELECT enumtypid::regtype::text, array_agg(enumlabel::text ORDER BY enumsortorder) FROM pg_enum GROUP BY enumtypid`,
}

/** The schema of a database, in a form in which two can be compared. */
export async function catalogOf(query: (sql: string) => Promise<unknown[]>): Promise<unknown> {
  const selects = Object.entries(parts).map(
    ([part, sql]) => `(SELECT json_agg(row ORDER BY row::text) FROM (${sql}) AS row) AS ${part}`,
  )
  const [catalog] = await query(`SELECT ${selects.join(', ')}`)
  return catalog
}
