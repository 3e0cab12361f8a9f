import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDb, createTestUser, type TestDatabase, testCitusUrl } from '../testing/testing.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDb()
})
afterAll(() => db.close())

const owner = async () => (await createTestUser(db.client)).id
const remove = (userId: string, id: string) =>
  db.client.project.delete({ where: { userId_id: { userId, id } } })

async function insertProject(userId: string): Promise<string> {
  const { id } = await db.client.project.create({ data: { userId, id: randomUUID(), name: randomUUID() } })
  return id
}

/** Tasks of a project, in the order of their revisions. */
async function insertTasks(userId: string, projectId: string, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID())
  await db.client.task.createMany({ data: ids.map((id) => ({ userId, id, title: 'a task', projectId })) })
  return ids
}

const byRevision = (userId: string) =>
  db.client.task.findMany({
    where: { userId },
    select: { id: true, projectId: true, revision: true, version: true },
    orderBy: { revision: 'asc' },
  })

describe('a deleted project', () => {
  test('leaves its tasks without one, each with the next version and revision, in their order', async () => {
    const userId = await owner()
    const [gone, kept] = [await insertProject(userId), await insertProject(userId)]
    const [first = '', ...others] = await insertTasks(userId, gone, 4)
    const [other] = await insertTasks(userId, kept, 1)
    await db.client.task.update({ where: { userId_id: { userId, id: first } }, data: { title: 'changed' } })
    await remove(userId, gone)
    const left = [...others.map((id) => ({ id, version: 2 })), { id: first, version: 3 }]
    expect(await byRevision(userId)).toEqual([
      { id: other, projectId: kept, revision: 5n, version: 1 },
      ...left.map((task, i) => ({ ...task, projectId: null, revision: BigInt(7 + i) })),
    ])
    expect(await db.client.revision.findUnique({ where: { userId } })).toMatchObject({
      revision: 10n,
      taskCount: 5,
    })
  })

  // The table of its own that the trigger writes to is not on the workers.
  test.skipIf(testCitusUrl)('updates the counter once, however many tasks it had', async () => {
    await db.client.$executeRaw`CREATE TABLE test_counter_updates (user_id uuid NOT NULL)`
    await db.client.$executeRaw`
      CREATE FUNCTION test_count() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN INSERT INTO test_counter_updates VALUES (NEW.user_id); RETURN NULL; END $$`
    await db.client.$executeRaw`
      CREATE TRIGGER test_count AFTER UPDATE ON revisions FOR EACH ROW EXECUTE FUNCTION test_count()`
    const userId = await owner()
    const projectId = await insertProject(userId)
    await insertTasks(userId, projectId, 200)
    await db.client.$executeRaw`TRUNCATE test_counter_updates`
    await remove(userId, projectId)
    expect(await db.client.$queryRaw`SELECT user_id FROM test_counter_updates`).toEqual([{ user_id: userId }])
    const revisions = (await byRevision(userId)).map(({ revision }) => Number(revision))
    expect(revisions).toEqual(Array.from({ length: 200 }, (_, i) => 201 + i))
  })

  test('leaves tombstones without it, and without another number', async () => {
    const userId = await owner()
    const projectId = await insertProject(userId)
    const [id = ''] = await insertTasks(userId, projectId, 1)
    await db.client.task.delete({ where: { userId_id: { userId, id } } })
    await remove(userId, projectId)
    expect(await db.client.deletedTask.findMany({ where: { userId } })).toMatchObject([
      { id, projectId: null, revision: 2n, version: 1 },
    ])
    expect(await db.client.revision.findUnique({ where: { userId } })).toMatchObject({ revision: 2n })
  })

  test('of one user leaves the tasks of another, who has a project by the same id', async () => {
    const [ada, bob] = [await owner(), await owner()]
    const id = await insertProject(ada)
    await db.client.project.create({ data: { userId: bob, id, name: 'b' } })
    await insertTasks(bob, id, 1)
    await remove(ada, id)
    expect(await byRevision(bob)).toMatchObject([{ projectId: id, version: 1 }])
  })
})

test("a task cannot be in somebody else's project", async () => {
  const [ada, bob] = [await owner(), await owner()]
  await expect(insertTasks(ada, await insertProject(bob), 1)).rejects.toMatchObject({ code: 'P2003' })
})

test('a user is deleted with projects and tasks, in whatever order the foreign keys do it', async () => {
  const fill = async () => {
    const userId = await owner()
    const projectId = await insertProject(userId)
    const [id = ''] = await insertTasks(userId, projectId, 3)
    await db.client.task.delete({ where: { userId_id: { userId, id } } })
    return userId
  }
  const removed = async (userId: string) => {
    await db.client.user.delete({ where: { id: userId } })
    const where = { where: { userId } }
    const { task, deletedTask, project } = db.client
    return [await task.count(where), await deletedTask.count(where), await project.count(where)]
  }
  expect(await removed(await fill())).toEqual([0, 0, 0])
  // A restored dump may have made them in another order: this key is now the last.
  await db.client.$executeRaw`ALTER TABLE tasks DROP CONSTRAINT tasks_user_id_fkey`
  await db.client.$executeRaw`
    ALTER TABLE tasks ADD CONSTRAINT tasks_user_id_fkey FOREIGN KEY (user_id) REFERENCES revisions (user_id) ON DELETE CASCADE`
  expect(await removed(await fill())).toEqual([0, 0, 0])
})
