import { extending, reducing } from '../explore/by-hand.ts'
import { columnsOf } from '../render/columns.ts'
import type { Migration, Subject } from '../render/rendering.ts'
import { changeTable } from './change.ts'
import { type SqlTable, tableOf } from './table.ts'

/** The migration with which a table that was written by hand gains columns, or loses those again; null where it stays as it is. */
export function extensionOf(before: Subject | undefined, after: Subject | undefined): Migration | null {
  const subject = after ?? before
  if (!subject) return null
  const { table } = subject.resource.names
  const [was, is] = [before, after].map((one) => addedTo(subject, one))
  if (!was || !is) return null
  const groups = changeTable(was, is).filter((group) => group !== '')
  if (groups.length === 0) return null
  const areSame = [...was.columns.keys()].join() === [...is.columns.keys()].join()
  const copied = areSame ? [] : is.copies.flatMap((copy) => [buryWhole(table, copy), BEGIN_EPOCH])
  return {
    name: after ? extending(table) : reducing(table),
    sql: `${[...groups, ...copied].join('\n\n')}\n`,
  }
}

/** What a spec has added to a table, with the columns that its indexes need. */
function addedTo({ resource, project }: Subject, one: Subject | undefined): SqlTable {
  const all = tableOf(resource, project)
  const empty: SqlTable = {
    ...all,
    copies: project.targets.get(resource.names.one)?.hasTrash ? [`deleted_${resource.names.table}`] : [],
    enums: new Map(),
    columns: new Map([...all.columns].filter(([name]) => all.primaryKey.includes(name))),
    checks: new Map(),
    indexes: new Map(),
    foreignKeys: new Map(),
    triggers: new Map(),
  }
  if (!one) return empty
  const added = new Set(columnsOf(one.resource, one.project).map(({ column }) => column))
  const { enums, columns, checks, indexes } = tableOf(one.resource, one.project)
  const isAdded = (sql: string) => [...added].some((name) => sql.includes(`"${name}"`))
  return {
    ...empty,
    enums,
    columns: new Map([...empty.columns, ...[...columns].filter(([name]) => added.has(name))]),
    checks: new Map([...checks].filter(([, condition]) => isAdded(condition))),
    indexes: new Map([...indexes].filter(([, parts]) => parts.some(isAdded))),
  }
}

/**
 * The trigger that keeps deleted rows names the columns. Which those are is for the database to say: others may have added
 * some meanwhile.
 */
function buryWhole(table: string, copy: string): string {
  return `-- Deleted rows are kept with all columns that both tables have.
DO $$
DECLARE
    "names" text[] := ARRAY(
        SELECT quote_ident("kept".attname) FROM pg_attribute AS "kept" JOIN pg_attribute AS "copied" USING (attname)
        WHERE "kept".attrelid = '"${table}"'::regclass AND "copied".attrelid = '"${copy}"'::regclass
            AND "kept".attnum > 0 AND NOT "kept".attisdropped AND attname <> 'revision'
        ORDER BY "kept".attnum);
    "buries" text := format(
        'INSERT INTO "${copy}" (%s, "revision", "deleted_at") VALUES (OLD.%s, "taken", now());',
        array_to_string("names", ', '), array_to_string("names", ', OLD.'));
    "definition" text := pg_get_functiondef('"${table}_bury"'::regproc);
BEGIN
    IF "definition" !~ 'INSERT INTO "${copy}"[^;]*;' THEN
        RAISE EXCEPTION 'the trigger function ${table}_bury does not insert into ${copy}';
    END IF;
    EXECUTE regexp_replace("definition", 'INSERT INTO "${copy}"[^;]*;', "buries");
END $$;`
}

const BEGIN_EPOCH = `-- Copies that clients keep lack the column: with another epoch they start again.
SELECT "begin_epoch"();`
