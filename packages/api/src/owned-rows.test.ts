import { type Table, tables } from '@tandem/db/tables'
import { expect, test } from 'vitest'
import { owned, shared } from './resources.ts'
import { countRows, insertSample } from './testing/sample-rows.ts'
import { testApi } from './testing/test-api.ts'

/** Tables without a column for the owner that are no shared resource, and why they need none. */
const WITHOUT_OWNER: Record<string, string> = {
  users: 'the accounts',
  refresh_tokens: 'belong to a session, and are deleted with it',
  sync_epoch: 'one row, for the whole database',
  revocations: 'have only ids of ended credentials, and are deleted after a day',
}

/** Rows that the deletion of an account leaves, and makes: they name the bytes that are to be removed after it. */
const AFTERWARDS = 'file_removals'

const all: Table[] = Object.values(tables)
const withOwner = all.filter(({ name, columns }) => 'userId' in columns && name !== AFTERWARDS)

const { db, signIn } = await testApi()
type User = Awaited<ReturnType<typeof signIn>>

/** What the export of an account has beside the account. */
async function exportOf({ api }: User) {
  const { exportedAt: _, user: __, ...data } = await api.user.export()
  return data
}

async function rowsOf({ id }: User) {
  const counts: Record<string, number> = {}
  for (const table of withOwner) counts[table.name] = await countRows(db, table, id)
  return counts
}

/** The tables that a row of a table needs a row of: those that it refers to, those that these refer to, and so on. */
function referredTables(name: string, found = new Set<string>()): Set<string> {
  for (const { table } of Object.values(all.find((one) => one.name === name)?.references ?? {})) {
    if (found.has(table)) continue
    referredTables(table, found.add(table))
  }
  return found
}

test('every table has an owner, is a shared resource, or has a reason to have none', () => {
  const withoutOwner = all.filter(({ columns }) => !('userId' in columns)).map(({ name }) => name)
  const declared = [...Object.keys(WITHOUT_OWNER), ...Object.values(shared).map(({ name }) => name)]
  expect(withoutOwner.sort(), 'add a shared table to `shared` in packages/api/src/resources.ts').toEqual(
    declared.sort(),
  )
})

test.each(Object.entries(owned))(
  'a row among the %s appears in the export of its owner only',
  async (name, { table }) => {
    const [ada, bob] = [await signIn(), await signIn()]
    const before = { ada: await exportOf(ada), bob: await exportOf(bob) }
    await insertSample(db, table, ada.id)
    const after: Record<string, unknown> = await exportOf(ada)
    expect(after).not.toEqual(before.ada)
    // The rows that it has to refer to come along.
    const along = referredTables(table.name)
    const changed = Object.entries(owned).filter(
      ([other, { table }]) => other === name || along.has(table.name),
    )
    expect({ ...before.ada, ...Object.fromEntries(changed.map(([one]) => [one, after[one]])) }).toEqual(after)
    expect(await exportOf(bob)).toEqual(before.bob)
  },
)

test('deleting an account deletes its rows in every table, and none of other users', async () => {
  const [ada, bob] = [await signIn(), await signIn()]
  for (const { id } of [ada, bob]) for (const table of withOwner) await insertSample(db, table, id)
  const before = await rowsOf(bob)
  for (const { name } of withOwner) expect(before[name], name).toBeGreaterThan(0)
  expect(await rowsOf(ada)).toEqual(before)
  await ada.api.user.delete()
  expect(await rowsOf(ada)).toEqual(Object.fromEntries(withOwner.map(({ name }) => [name, 0])))
  expect(await rowsOf(bob)).toEqual(before)
})
