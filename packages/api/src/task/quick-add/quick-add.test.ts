import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { refusal, testApi } from '../../testing/test-api.ts'

const { signIn, anyone, db } = await testApi()

describe('task.quickAdd', () => {
  const text = 'Buy milk tomorrow 5pm #home !high'

  test('creates the task it returns', async () => {
    const { api } = await signIn()
    const { task, draft, recognised } = await api.task.quickAdd({ text, timeZone: 'Europe/Berlin' })
    expect(draft).toEqual({
      title: 'Buy milk',
      priority: 'high',
      tags: ['home'],
      dueAt: '2026-06-16T15:00:00.000Z',
      dueOn: null,
      recurrence: null,
      projectId: null,
    })
    expect(recognised).toHaveLength(3)
    expect(task).toMatchObject({ ...draft, description: null, status: 'todo', version: 1 })
    expect(await api.task.get({ id: task?.id ?? '' })).toEqual(task)
  })

  test('writes nothing on a dry run, which accepts an invalid title', async () => {
    const { id: userId, api } = await signIn()
    const dry = await api.task.quickAdd({ text, timeZone: 'Europe/Berlin', dryRun: true })
    expect(dry).toMatchObject({ task: null, draft: { title: 'Buy milk' } })
    const empty = { text: 'tomorrow #x', timeZone: 'UTC', dryRun: true }
    expect((await api.task.quickAdd(empty)).draft).toMatchObject({ title: '', tags: ['x'] })
    const long = { text: `${'x'.repeat(256)} tomorrow`, timeZone: 'UTC', dryRun: true }
    expect((await api.task.quickAdd(long)).draft.title).toHaveLength(256)
    expect(await db.task.count({ where: { userId } })).toBe(0)
    expect((await api.task.changes()).revision).toBe(0)
  })

  test('accepts an id of the client once', async () => {
    const { api } = await signIn()
    const input = { id: uuidv7(), text, timeZone: 'UTC' }
    expect((await api.task.quickAdd(input)).task?.id).toBe(input.id)
    expect(await refusal(api.task.quickAdd(input))).toMatchObject({ error: 'CONFLICT', status: 409 })
  })

  test('leaves kept spans in the title', async () => {
    const { api } = await signIn()
    const keep = [{ start: 9, end: 21 }]
    const { task } = await api.task.quickAdd({ text, timeZone: 'UTC', keep })
    expect(task).toMatchObject({ title: 'Buy milk tomorrow 5pm', dueAt: null, tags: ['home'] })
  })

  test.each<[string, object, (string | number)[]]>([
    ['no text', { text: '' }, ['text']],
    ['501 characters', { text: 'x'.repeat(501) }, ['text']],
    ['NUL', { text: 'a\0' }, ['text']],
    ['a lone surrogate', { text: 'a\ud800' }, ['text']],
    ['no title', { text: 'tomorrow #x' }, ['text']],
    ['white space only', { text: ' \n ' }, ['text']],
    ['a title that is too long', { text: `${'x'.repeat(256)} tomorrow` }, ['text']],
    ['an unknown time zone', { timeZone: 'Mars/Olympus' }, ['timeZone']],
    ['no time zone', { timeZone: undefined }, ['timeZone']],
    ['an offset', { timeZone: '+02:00' }, ['timeZone']],
    ['what is no language tag', { locale: 'english, please' }, ['locale']],
    ['an unknown field', { title: 'x' }, ['title']],
    ['a span that ends before it starts', { keep: [{ start: 2, end: 2 }] }, ['keep', 0, 'end']],
    ['a span before the text', { keep: [{ start: -1, end: 2 }] }, ['keep', 0, 'start']],
    ['too many spans', { keep: Array(51).fill({ start: 0, end: 1 }) }, ['keep']],
  ])('refuses %s', async (_, input, path) => {
    const { id: userId, api } = await signIn()
    const refused = await refusal(api.task.quickAdd({ text, timeZone: 'UTC', ...input } as never))
    expect(refused).toMatchObject({ error: 'VALIDATION_ERROR', status: 422, issues: [{ path }] })
    expect(await db.task.count({ where: { userId } })).toBe(0)
  })

  test.each([
    [undefined, '2027-05-07'],
    ['en-US', '2027-05-07'],
    ['en-GB', '2027-07-05'],
    ['en-IE', '2027-07-05'],
    ['fr', '2027-07-05'],
    ['ja', '2027-05-07'],
  ])('reads numeric dates as they are written in %s', async (locale, day) => {
    const { api } = await signIn()
    const line = { text: '05/07/2027 dentist', timeZone: 'UTC', locale, dryRun: true }
    expect((await api.task.quickAdd(line)).draft).toMatchObject({
      title: 'dentist',
      dueAt: null,
      dueOn: day,
    })
  })

  test('makes a task that is due a whole day, and recurs, where the line says so', async () => {
    const { api } = await signIn()
    const line = { text: 'Water plants every monday', timeZone: 'UTC' }
    const { task, draft, recognised } = await api.task.quickAdd(line)
    const said = { title: 'Water plants', dueOn: '2026-06-15', recurrence: 'FREQ=WEEKLY;BYDAY=MO' }
    expect(draft).toMatchObject({ ...said, dueAt: null })
    expect(task).toMatchObject({ ...said, dueAt: '2026-06-15T23:59:59.999Z' })
    expect(recognised).toMatchObject([
      { kind: 'due', text: 'every monday', dueAt: null, dueOn: '2026-06-15' },
    ])
    const timed = await api.task.quickAdd({ ...line, text: 'Call every day at 9:00' })
    expect(timed.task).toMatchObject({
      dueOn: null,
      recurrence: 'FREQ=DAILY',
      dueAt: '2026-06-16T09:00:00.000Z',
    })
    // A draft can be created as it is.
    const { draft: dry } = await api.task.quickAdd({ ...line, dryRun: true })
    expect(await api.task.create(dry)).toMatchObject(said)
  })

  test('explains that no title is left', async () => {
    const { api } = await signIn()
    expect(await refusal(api.task.quickAdd({ text: 'tomorrow', timeZone: 'UTC' }))).toMatchObject({
      issues: [{ path: ['text'], message: 'needs a title beside dates, tags and the like' }],
    })
  })

  test('accepts 500 characters outside the BMP, 255 of them in the title', async () => {
    const { api } = await signIn()
    const tags = Array.from({ length: 5 }, (_, i) => `#${'𝐚'.repeat(45)}${i}`).join(' ')
    const { task } = await api.task.quickAdd({ text: `${'🦊'.repeat(255)} ${tags}`, timeZone: 'UTC' })
    expect(task).toMatchObject({ title: '🦊'.repeat(255), tags: { length: 5 } })
  })

  test('refuses anonymous callers', async () => {
    expect(await refusal(anyone.task.quickAdd({ text, timeZone: 'UTC' }))).toMatchObject({
      error: 'UNAUTHORIZED',
    })
  })
})
