import type { Run, Statement } from '@tandem/db/types'
import type { TRPCError } from '@trpc/server'
import { invalidInput } from '../core/errors.ts'
import { recordOf } from './instants.ts'
import { deleteRow, insertRow, isCommonUpdate, lockRow, selectRow, updateRow, written } from './statement.ts'
import { errorsOf } from './store-errors.ts'
import type { FieldsOf, ResourceTable, RowOf, ScopeOf } from './table.ts'

/** One row: its id, its owner where it has one, and its parent where it is nested. */
export type Key<Scope extends string = 'userId'> = Record<'id' | Scope, string>

/** Fields to write: those left out, or undefined, stay as they are. */
export type Changes<Fields> = { [F in keyof Fields]?: Fields[F] | undefined }

/** The version, or one of the versions, that a row must still have when it is written. */
export type IfVersion = number | number[] | undefined

/** Reads and writes rows of one resource by their key. Each call is one statement, which `run` sends. */
export interface Store<Row, Fields, Scope extends string = 'userId'> {
  /** Undefined where there is no such row. */
  find(run: Run, key: Key<Scope>): Promise<Row | undefined>
  /** @throws NOT_FOUND */
  get(run: Run, key: Key<Scope>): Promise<Row>
  /** The same, and until the transaction of `run` ends no other one changes the row. @throws NOT_FOUND */
  lock(run: Run, key: Key<Scope>): Promise<Row>
  /** @throws CONFLICT where the id, or a unique field, is taken; UNPROCESSABLE_CONTENT for a relation to a row that is not there; NOT_FOUND where the parent is not there; UNAUTHORIZED where the account is gone */
  create(run: Run, key: Key<Scope>, fields: Fields): Promise<Row>
  /** Writes the given fields; without any, it only returns the row. @throws NOT_FOUND, PRECONDITION_FAILED, CONFLICT, UNPROCESSABLE_CONTENT; RowGuarded where the table has a guard */
  write(run: Run, key: Key<Scope>, ifVersion: IfVersion, fields: Changes<Fields>): Promise<Row>
  /** @throws NOT_FOUND, PRECONDITION_FAILED, CONFLICT where other rows refer to it that must not lose it */
  remove(run: Run, key: Key<Scope>, ifVersion: IfVersion): Promise<undefined>
  /** Converts a row that another statement returned, with the table's `selection`, to the record of an answer. */
  record(row: object): Row
  /** The error for a new row whose id is taken. */
  idTaken(): TRPCError
}

/** A write that the table's guard did not let pass. Nothing is written. */
export class RowGuarded extends Error {}

function isMet(ifVersion: IfVersion, version: number): boolean {
  return ifVersion === undefined || [ifVersion].flat().includes(version)
}

/** A row that is deleted and restored more often than this during one write is told as missing. */
const MAX_ATTEMPTS = 4

export function createStore<R extends ResourceTable>(table: R): Store<RowOf<R>, FieldsOf<R>, ScopeOf<R>> {
  type Row = RowOf<R>
  type Fields = FieldsOf<R>
  type RowKey = Key<ScopeOf<R>>
  const GET = selectRow<object>(table)
  const LOCK = lockRow<object>(table)
  const CREATE = insertRow<object>(table)
  const REMOVE = { any: deleteRow(table, false), ifVersion: deleteRow(table, true) }
  const update = updates(table)
  const toRecord = recordOf<Row & object>(table)
  const errors = errorsOf(table)
  const keyValues = (key: RowKey) => table.key.map((field) => key[field as keyof RowKey])

  async function find(run: Run, key: RowKey): Promise<Row | undefined> {
    const [row] = await run(GET, keyValues(key))
    return row && toRecord(row)
  }

  async function get(run: Run, key: RowKey): Promise<Row> {
    const row = await find(run, key)
    if (!row) throw errors.notFound()
    return row
  }

  async function lock(run: Run, key: RowKey): Promise<Row> {
    const [row] = await run(LOCK, keyValues(key))
    if (!row) throw errors.notFound()
    return toRecord(row)
  }

  /** A user other than the owner is as good as none. */
  function checkOwner(key: RowKey, fields: Changes<Fields>): void {
    for (const field of table.toOwner) {
      const value = fields[field as keyof Fields] ?? null
      if (value !== null && value !== key['userId' as keyof RowKey])
        throw invalidInput([field], 'there is no such user')
    }
  }

  async function create(run: Run, key: RowKey, fields: Fields): Promise<Row> {
    checkOwner(key, fields)
    const values = [
      ...keyValues(key),
      ...table.settable.map((field) => written(table, field, fields[field as keyof Fields])),
    ]
    const [row] = await run(CREATE, values).catch(errors.rethrowWrite)
    // Only a missing parent makes an insert return no row.
    if (!row) throw errors.noParent()
    return toRecord(row)
  }

  async function write(run: Run, key: RowKey, ifVersion: IfVersion, fields: Changes<Fields>): Promise<Row> {
    checkOwner(key, fields)
    const given = table.settable.filter((field) => fields[field as keyof Fields] !== undefined)
    const values = [
      ...keyValues(key),
      ...given.map((field) => written(table, field, fields[field as keyof Fields])),
    ]
    if (ifVersion !== undefined) values.push([ifVersion].flat())
    const statement = update(given, ifVersion !== undefined)
    const attempt = () => run(statement, values).catch(errors.rethrowWrite)
    const isGuarded = table.guard !== undefined && given.includes(table.guard.field as keyof Fields & string)
    return toRecord(await untilFound(attempt, run, key, ifVersion, isGuarded))
  }

  async function remove(run: Run, key: RowKey, ifVersion: IfVersion): Promise<undefined> {
    const values: unknown[] = keyValues(key)
    if (ifVersion !== undefined) values.push([ifVersion].flat())
    const statement = ifVersion === undefined ? REMOVE.any : REMOVE.ifVersion
    await untilFound(() => run(statement, values).catch(errors.rethrowRemoval), run, key, ifVersion)
  }

  /**
   * The row that a write found. Where it found none, the row is not there, has another version or is guarded; or, without a
   * condition on the version, it was restored between the two statements, and the write is tried again.
   */
  async function untilFound(
    write: () => Promise<object[]>,
    run: Run,
    key: RowKey,
    ifVersion: IfVersion,
    isGuarded = false,
  ): Promise<object> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const [row] = await write()
      if (row) return row
      const there = (await find(run, key)) as { version: number } | undefined
      if (!there) break
      if (isGuarded && isMet(ifVersion, there.version)) throw new RowGuarded()
      if (ifVersion !== undefined) throw errors.versionChanged(there.version)
    }
    throw errors.notFound()
  }

  return { find, get, lock, create, write, remove, record: toRecord, idTaken: errors.idTaken }
}

/** The statements that write some of the fields: those of a small fixed set are made once. */
function updates(table: ResourceTable) {
  const made = new Map<string, Statement>()
  return (fields: readonly string[], hasVersion: boolean): Statement => {
    const key = `${fields}${hasVersion}`
    let statement = made.get(key)
    if (!statement) {
      statement = updateRow(table, fields, hasVersion)
      if (isCommonUpdate(table, fields)) made.set(key, statement)
    }
    return statement
  }
}
