import { expect, test } from 'vitest'
import { refusal, testApi } from '../../testing/test-api.ts'

const { signIn, anyone } = await testApi()

test('a user whose tasks have no project has nothing counted', async () => {
  const { api } = await signIn()
  await api.task.create({ title: 'loose' })
  await api.project.create({ name: 'Empty' })
  expect(await api.task.projects()).toEqual({ data: [] })
})

test("the caller's tasks are counted by project, the most open first, without those in the trash", async () => {
  const [{ api }, other] = [await signIn(), await signIn()]
  const theirs = await other.api.project.create({ name: 'Home' })
  await other.api.task.create({ title: 'x', projectId: theirs.id })
  const [home, work] = [
    await api.project.create({ name: 'Home' }),
    await api.project.create({ name: 'Work' }),
  ]
  await api.task.create({ title: '1', projectId: home.id })
  await api.task.create({ title: '2', projectId: home.id, status: 'done' })
  await api.task.create({ title: '3', projectId: work.id, status: 'in_progress' })
  await api.task.create({ title: '4', projectId: work.id })
  const gone = await api.task.create({ title: '5', projectId: home.id })
  await api.task.delete({ id: gone.id })
  expect(await api.task.projects()).toEqual({
    data: [
      { projectId: work.id, open: 2, total: 2 },
      { projectId: home.id, open: 1, total: 2 },
    ],
  })
  expect(await other.api.task.projects()).toEqual({ data: [{ projectId: theirs.id, open: 1, total: 1 }] })
})

test('projects refuses input and anonymous callers', async () => {
  const { api } = await signIn()
  expect(await refusal(api.task.projects({ q: 'x' } as never))).toMatchObject({
    error: 'VALIDATION_ERROR',
    status: 422,
  })
  expect(await refusal(anyone.task.projects())).toMatchObject({ error: 'UNAUTHORIZED' })
})
