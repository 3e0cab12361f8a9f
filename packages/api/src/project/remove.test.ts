import { testCitusUrl, testEngine, untilBlocked } from '@tandem/db/testing'
import { expect, test } from 'vitest'
import { testApi } from '../testing/test-api.ts'

const { db, signIn } = await testApi()

/** Makes a transaction fail that has to wait for one which waits for it. A deletion would be tried again after the deadlock. */
async function waitForNobody(tx: Pick<typeof db, '$executeRaw'>): Promise<void> {
  // Its locks are on a worker.
  if (testCitusUrl) await tx.$executeRaw`SET LOCAL citus.propagate_set_commands = 'local'`
  await tx.$executeRaw`SET LOCAL lock_timeout = '200ms'`
}

/** A user with a project, and a task in it. */
async function setUp() {
  const { id: userId, api } = await signIn()
  const project = await api.project.create({ name: 'Home' })
  const task = await api.task.create({ title: 'a', projectId: project.id })
  return { userId, api, project, task }
}

// PGlite has one connection, over which nothing waits for a lock.
test.runIf(testEngine === 'postgresql')(
  'a deletion waits for whoever writes tasks of the project, and takes what they wrote along',
  async () => {
    const { userId, api, project, task } = await setUp()
    const { id: otherId } = await api.task.create({ title: 'b' })
    let removing: Promise<unknown> | undefined
    await db.$transaction(async (tx) => {
      await tx.$executeRaw`UPDATE tasks SET title = 'c' WHERE user_id = ${userId}::uuid AND id = ${task.id}::uuid`
      removing = api.project.delete({ id: project.id })
      removing.catch(() => {})
      await untilBlocked(db)
      await waitForNobody(tx)
      await tx.$executeRaw`
        UPDATE tasks SET project_id = ${project.id}::uuid WHERE user_id = ${userId}::uuid AND id = ${otherId}::uuid`
    })
    await removing
    expect((await api.task.list({ sort: 'title' })).data).toMatchObject([
      { title: 'b', projectId: null, version: 3 },
      { title: 'c', projectId: null, version: 3 },
    ])
  },
)

test.runIf(testEngine === 'postgresql')(
  'a task that is created while its project is being deleted has none, or is refused',
  async () => {
    const { userId, api, project } = await setUp()
    let removing: Promise<unknown> | undefined
    await db.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT FROM revisions WHERE user_id = ${userId}::uuid FOR NO KEY UPDATE`
      removing = api.project.delete({ id: project.id })
      removing.catch(() => {})
      await untilBlocked(db)
      await waitForNobody(tx)
      await tx.$executeRaw`
        INSERT INTO tasks (user_id, id, title, project_id)
        VALUES (${userId}::uuid, gen_random_uuid(), 'b', ${project.id}::uuid)`
    })
    await removing
    expect((await api.task.list({ project: 'none' })).page.totalCount).toBe(2)
  },
)

test.runIf(testEngine === 'postgresql')(
  'a task is restored without the project that was deleted while it waited',
  async () => {
    const { userId, api, project, task } = await setUp()
    await api.task.delete({ id: task.id })
    let restoring: Promise<unknown> | undefined
    await db.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT FROM revisions WHERE user_id = ${userId}::uuid FOR NO KEY UPDATE`
      restoring = api.task.restore({ id: task.id })
      restoring.catch(() => {})
      await untilBlocked(db)
      await waitForNobody(tx)
      await tx.$executeRaw`DELETE FROM projects WHERE user_id = ${userId}::uuid AND id = ${project.id}::uuid`
    })
    expect(await restoring).toMatchObject({ projectId: null, version: 2 })
  },
)
