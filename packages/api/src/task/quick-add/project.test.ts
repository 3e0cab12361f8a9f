import type { Run } from '@tandem/db/types'
import { describe, expect, test } from 'vitest'
import { refusal, testApi } from '../../testing/test-api.ts'
import { quickAdd } from './quick-add.ts'
import { quickAddInput } from './schema.ts'

const { signIn, services, clock } = await testApi()

const NAMES = ['Home', 'My project', 'My', 'Straße 12', 'R&D (old)', 'Q1.', '日本', 'a"b']

/** A user with projects, and what a line is read as: the title, and the name of the project. */
async function setUp() {
  const { api, apiWithKey } = await signIn()
  const projects = new Map<string, string>()
  for (const name of NAMES) projects.set((await api.project.create({ name })).id, name)
  const archived = await api.project.create({ name: 'Old', archived: true })
  const read = async (text: string, keep: { start: number; end: number }[] = []) => {
    const { draft, recognised } = await api.task.quickAdd({ text, keep, timeZone: 'UTC', dryRun: true })
    for (const { start, end, text: found } of recognised) expect(text.slice(start, end)).toBe(found)
    const named = recognised.filter(({ kind }) => kind === 'project')
    expect(named).toHaveLength(draft.projectId === null ? 0 : 1)
    if (draft.projectId !== null) expect(named).toMatchObject([{ projectId: draft.projectId }])
    return [draft.title, draft.projectId === null ? null : projects.get(draft.projectId)]
  }
  return {
    api,
    apiWithKey,
    read,
    archived,
    idOf: (name: string) => [...projects].find(([, is]) => is === name)?.[0],
  }
}

const world = await setUp()

describe('a project', () => {
  test.each([
    ['Paint the wall +Home', 'Paint the wall', 'Home'],
    ['+home paint', 'paint', 'Home'],
    ['Paint +HOME, then rest', 'Paint, then rest', 'Home'],
    ['Paint (+Home)', 'Paint (+Home)', null],
    ['Write +My project plan', 'Write plan', 'My project'],
    ['Write +my Project.', 'Write.', 'My project'],
    ['Write +My plan', 'Write plan', 'My'],
    ['Write +"My project" plan', 'Write plan', 'My project'],
    ['Write +“my project”!', 'Write!', 'My project'],
    ['Write +"My" project', 'Write project', 'My'],
    ['Walk +STRASSE 12', 'Walk', 'Straße 12'],
    ['Read +R&D (old) notes', 'Read notes', 'R&D (old)'],
    ['Plan +Q1.', 'Plan', 'Q1.'],
    ['旅行 +日本', '旅行', '日本'],
    ['x +a"b y', 'x y', 'a"b'],
    ['x +nobody +Home', 'x +nobody', 'Home'],
    ['x +Home +My', 'x +My', 'Home'],
    ['1+Home a+My + Home ++Home', '1+Home a+My + Home ++Home', null],
    ['x +Homes +"Home +"" +', 'x +Homes +"Home +"" +', null],
    ['x +"Home"y', 'x +"Home"y', null],
    ['x +Old', 'x +Old', null],
    ['x +"Old"', 'x +"Old"', null],
  ])('is read in %j', async (text, title, name) => {
    expect(await world.read(text)).toEqual([title, name])
  })

  test('goes with a date, tags and a priority, and is of one when it overlaps them', async () => {
    const { draft, recognised } = await world.api.task.quickAdd({
      text: 'Call +My project tomorrow #a !high',
      timeZone: 'UTC',
      dryRun: true,
    })
    expect(draft).toMatchObject({
      title: 'Call',
      tags: ['a'],
      priority: 'high',
      dueAt: null,
      dueOn: '2026-06-16',
      recurrence: null,
    })
    expect(recognised.map(({ kind }) => kind)).toEqual(['project', 'due', 'tag', 'priority'])
    const { api } = await signIn()
    await api.project.create({ name: 'tomorrow #b !low' })
    const line = { text: 'Call +Tomorrow #b !low', timeZone: 'UTC', dryRun: true }
    expect((await api.task.quickAdd(line)).draft).toMatchObject({
      title: 'Call',
      dueAt: null,
      dueOn: null,
      recurrence: null,
      tags: [],
      priority: 'none',
    })
  })

  test('stays in the title where it is kept', async () => {
    const text = 'Write +My project +Home'
    expect(await world.read(text, [{ start: 6, end: 17 }])).toEqual(['Write +My project', 'Home'])
    expect(await world.read(text, [{ start: 10, end: 17 }])).toEqual(['Write project +Home', 'My'])
  })

  test('is the one of the task that is created, and of nobody else', async () => {
    const line = { text: 'Paint +Home', timeZone: 'UTC' }
    const { task } = await world.api.task.quickAdd(line)
    expect(task).toMatchObject({ title: 'Paint', projectId: world.idOf('Home') })
    const { api } = await signIn()
    expect((await api.task.quickAdd(line)).task).toMatchObject({ title: 'Paint +Home', projectId: null })
  })

  test('is unknown to a key that may not read projects', async () => {
    const line = { text: 'Paint +Home', timeZone: 'UTC', dryRun: true }
    const writing = await world.apiWithKey('tasks:write')
    expect((await writing.task.quickAdd(line)).draft).toMatchObject({ title: 'Paint +Home', projectId: null })
    const both = await world.apiWithKey('tasks:write', 'projects:read')
    expect((await both.task.quickAdd(line)).draft).toMatchObject({
      title: 'Paint',
      projectId: world.idOf('Home'),
    })
  })

  test('is looked for after a few plus signs only', async () => {
    const text = `${'+x '.repeat(120)}+Home`
    expect(await world.read(text)).toEqual([text, null])
  })

  test('that is deleted before the task is created is a mistake in the text', async () => {
    const { id, sessionId, api } = await signIn()
    const project = await api.project.create({ name: 'Home' })
    const run: Run = async (statement, values) => {
      const rows = await services.run(statement, values)
      if (statement.name === 'projects.named') await api.project.delete({ id: project.id })
      return rows
    }
    const credential = { id: sessionId, expiresAt: null, checkedAtSequence: 0 }
    const caller = { id, role: 'user' as const, sessionId, scopes: null, credential }
    const line = quickAddInput.parse({ text: 'Paint +Home', timeZone: 'UTC' })
    expect(await refusal(quickAdd({ run, caller, clock, user: { id } }, line))).toMatchObject({
      status: 422,
      issues: [{ path: ['text'] }],
    })
    expect((await api.task.list()).data).toEqual([])
  })

  test('alone leaves no title', async () => {
    expect(await refusal(world.api.task.quickAdd({ text: '+Home', timeZone: 'UTC' }))).toMatchObject({
      status: 422,
      issues: [{ path: ['text'] }],
    })
  })
})
