import type { Migration, Subject } from '../render/rendering.ts'
import { changeTable } from './change.ts'
import { createTable } from './create.ts'
import { extensionOf } from './extension.ts'
import { type SqlTable, tableOf } from './table.ts'

/**
 * The migration that a new, a changed or a removed resource needs; null where the database stays as it is.
 *
 * @throws where rows would have to move to another table, or to other owners
 */
export function migrationOf(before: Subject | undefined, after: Subject | undefined): Migration | null {
  if ((after ?? before)?.resource.isExtension) return extensionOf(before, after)
  const [was, is] = [before, after].map((subject) => subject && tableOf(subject.resource, subject.project))
  if (!was) return is ? migration(`add_${is.name}`, createTable(is)) : null
  if (!is) return migration(`drop_${was.name}`, dropTable(was))
  const moved = [
    ['table', was.name, is.name],
    ['key', String(was.primaryKey), String(is.primaryKey)],
    ['parent', before?.resource.parent?.one, after?.resource.parent?.one],
  ].find(([, one, other]) => one !== other)
  if (moved) throw new Error(`${was.name}: its ${moved[0]} cannot be changed from ${moved[1]} to ${moved[2]}`)
  return migration(`change_${is.name}`, changeTable(was, is))
}

function migration(name: string, groups: readonly string[]): Migration | null {
  const sql = groups.filter((group) => group !== '').join('\n\n')
  return sql === '' ? null : { name, sql: `${sql}\n` }
}

function dropTable({ enums, name, triggers }: SqlTable): string[] {
  return [
    ...[...triggers]
      .filter(([, { on }]) => on !== name)
      .map(([trigger, { on }]) => `DROP TRIGGER "${trigger}" ON "${on}";`),
    `DROP TABLE "${name}";`,
    ...[...enums.keys()].map((type) => `DROP TYPE "${type}";`),
  ]
}
