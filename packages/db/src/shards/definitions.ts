import pg from 'pg'
import { tables } from '../tables.ts'

const id = pg.escapeIdentifier

/** A foreign key of a table, and how SQL defines it. */
export interface ForeignKey {
  table: string
  name: string
  definition: string
}

interface Trigger {
  table: string
  name: string
  definition: string
}

/**
 * The text of a foreign key as Citus accepts it between tables that are sharded by user, and the column that it leaves to a trigger.
 * The user of a row never changes, so nothing follows from an update.
 */
export function fitToShards(text: string): { fitted: string; unset: string | undefined } {
  const unset = SET_NULL.exec(text)?.[1]
  return { fitted: text.replace(SET_NULL, '').replace(/\s+ON UPDATE CASCADE/, ''), unset }
}

const SET_NULL = /\s+ON DELETE SET NULL \(([^)]*)\)/

/** The foreign keys of tables in the order in which they were made, which is the order of their effects. */
export async function foreignKeysOf(session: pg.Pool, tables: readonly string[]): Promise<ForeignKey[]> {
  const { rows } = await session.query<ForeignKey>({
    // Where it was fitted to shards, the comment has the definition from before.
    text: `SELECT relname AS "table", conname AS name,
        coalesce(obj_description(k.oid, 'pg_constraint'), pg_get_constraintdef(k.oid)) AS definition
      FROM pg_constraint k JOIN pg_class c ON c.oid = conrelid
      WHERE contype = 'f' AND conparentid = 0 AND relnamespace = current_schema()::regnamespace AND relname = ANY ($1)
      ORDER BY k.oid`,
    values: [tables],
  })
  return rows
}

async function triggersOf(session: pg.Pool, tables: readonly string[]): Promise<Trigger[]> {
  const { rows } = await session.query<Trigger>({
    text: `SELECT relname AS "table", tgname AS name, pg_get_triggerdef(t.oid) AS definition
      FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
      WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace AND relname = ANY ($1)
        AND tgfoid <> coalesce(to_regproc('${UNSET}'), 0)
        AND NOT starts_with(tgname, 'truncate_trigger_')
      ORDER BY t.oid`,
    values: [tables],
  })
  return rows
}

/** The function of the triggers that set references to a deleted row to null. A sharded database has it, and no other. */
export const UNSET = 'unset_references'

/** Arguments: the table that refers, and its column. Rows of an account that is deleted go with it: changed twice, one would ask for the counter that is gone. */
const UNSET_FUNCTION = `
  CREATE OR REPLACE FUNCTION ${UNSET}() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM ${tables.Revision.name} WHERE user_id = OLD.user_id) THEN
      EXECUTE format('UPDATE %1$I SET %2$I = NULL WHERE user_id = $1 AND %2$I = $2', TG_ARGV[0], TG_ARGV[1])
        USING OLD.user_id, OLD.id;
    END IF;
    RETURN OLD;
  END
  $$`

/** Adds a foreign key between sharded tables, with a trigger for what Citus does not do. The comment keeps what it was before. */
export async function addToShards(session: pg.Pool, { table, name, definition }: ForeignKey): Promise<void> {
  const { fitted, unset } = fitToShards(definition)
  await session.query(`ALTER TABLE ${id(table)} ADD CONSTRAINT ${id(name)} ${fitted}`)
  await noteFitted(session, { table, name, definition })
  if (unset === undefined) return
  const referred = /REFERENCES "?(\w+)"?/.exec(definition)?.[1] ?? ''
  await session.query(UNSET_FUNCTION)
  // After triggers of the table itself: they run in the order of their names.
  await session.query(
    `CREATE TRIGGER ${id(`${UNSET}_of_${name}`.slice(0, 63))} BEFORE DELETE ON ${id(referred)} FOR EACH ROW
      EXECUTE FUNCTION ${UNSET}(${pg.escapeLiteral(table)}, ${pg.escapeLiteral(unset.replaceAll('"', ''))})`,
  )
}

/** Removes the triggers that stand for what Citus does not do. */
export async function dropUnset(session: pg.Pool): Promise<void> {
  await session.query(`DROP FUNCTION IF EXISTS ${UNSET}() CASCADE`)
}

/** Keeps the definition that a foreign key has where the database is not sharded. */
export async function noteFitted(session: pg.Pool, { table, name, definition }: ForeignKey): Promise<void> {
  await session.query(`COMMENT ON CONSTRAINT ${id(name)} ON ${id(table)} IS ${pg.escapeLiteral(definition)}`)
}

/** Takes foreign keys and triggers off tables. What it returns puts them back: on shards, or as they were before. */
export async function takeOff(session: pg.Pool, tables: readonly string[]) {
  const keys = await foreignKeysOf(session, tables)
  const triggers = await triggersOf(session, tables)
  for (const { table, name } of keys)
    await session.query(`ALTER TABLE ${id(table)} DROP CONSTRAINT ${id(name)}`)
  for (const { table, name } of triggers) await session.query(`DROP TRIGGER ${id(name)} ON ${id(table)}`)
  const putTriggers = async () => {
    for (const { definition } of triggers) await session.query(definition)
  }
  return {
    putOnShards: async () => {
      for (const key of keys) await addToShards(session, key)
      await putTriggers()
    },
    putBack: async () => {
      for (const { table, name, definition } of keys)
        await session.query(`ALTER TABLE ${id(table)} ADD CONSTRAINT ${id(name)} ${definition}`)
      await putTriggers()
    },
  }
}
