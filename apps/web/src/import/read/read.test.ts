import { describe, expect, test } from 'vitest'
import { testTask } from '../../testing/test-task.ts'
import { csvOf } from '../write-csv.ts'
import { guessMapping } from './columns.ts'
import { readRows } from './rows.ts'
import { readTable, type Table } from './table.ts'
import { isTodoist, readTodoist } from './todoist.ts'

const PLACE = { now: new Date('2026-11-30T12:00:00Z'), timeZone: 'Europe/Berlin', locale: 'en-GB' }

async function table(text: string | Uint8Array<ArrayBuffer>): Promise<Table> {
  const read = await readTable(new Blob([text]))
  if (typeof read === 'string') throw new Error(read)
  return read
}
async function tasksOf(text: string) {
  const read = await table(text)
  return readRows(read, guessMapping(read.columns), PLACE)
}
const onlyTask = async (text: string) => (await tasksOf(text))[0]

describe('a file', () => {
  test.each([',', ';', '\t', '|'])('is read whose values are apart by %j', async (separator) => {
    const lines = [['Title', 'Notes'].join(separator), ['"Buy ""oat"" milk"', '"two\nlines"'].join(separator)]
    expect(await table(lines.join('\r\n'))).toEqual({
      columns: ['Title', 'Notes'],
      rows: [['Buy "oat" milk', 'two\nlines']],
    })
  })

  test('may begin with a byte order mark, and be of Windows', async () => {
    expect((await table('\uFEFFTitle\nKäse')).columns).toEqual(['Title'])
    expect((await table(new Uint8Array([0x54, 0x0a, 0x4b, 0xe4, 0x73, 0x65]))).rows).toEqual([['Käse']])
    const utf16 = new Uint8Array([0xff, 0xfe, ...[...'T\nKäse'].flatMap((c) => [c.charCodeAt(0), 0])])
    expect((await table(utf16)).rows).toEqual([['Käse']])
  })

  test.each([
    ['', 'empty'],
    ['Title\n\n', 'empty'],
    ['Title\nPK\u0003\u0004\0', 'not text'],
    [`Title\n${'x\n'.repeat(10_001)}`, 'too many rows'],
    ['x'.repeat(5_000_001), 'too large'],
  ])('that has no table is refused', async (text, problem) => {
    expect(await readTable(new Blob([text]))).toBe(problem)
  })
})

describe('a row', () => {
  test('becomes a task with all that its columns say', async () => {
    const text = `Task name,Description,Status,Priority,Due date,Labels,Project
Buy milk,Two bottles,Done,High,2026-12-24 18:00,"home; #shop",Errands`
    expect(await onlyTask(text)).toEqual({
      row: 2,
      project: 'Errands',
      troubles: [],
      task: {
        title: 'Buy milk',
        description: 'Two bottles',
        status: 'done',
        priority: 'high',
        tags: ['home', 'shop'],
        dueAt: '2026-12-24T17:00:00.000Z',
      },
    })
  })

  test.each([
    ['2026-12-24', { dueOn: '2026-12-24' }],
    ['2020-02-03', { dueOn: '2020-02-03' }],
    ['24/12/2026', { dueOn: '2026-12-24' }],
    ['tomorrow', { dueOn: '2026-12-01' }],
    ['2026-12-24T18:00:00', { dueAt: '2026-12-24T17:00:00.000Z' }],
    ['2026-12-24T18:00:00Z', { dueAt: '2026-12-24T18:00:00.000Z' }],
    ['every monday', { dueOn: '2026-11-30', recurrence: 'FREQ=WEEKLY;BYDAY=MO' }],
  ])('is due as quick add would read it: %s', async (due, expected) => {
    const found = await onlyTask(`title,due\nx,"${due}"`)
    expect(found?.troubles).toEqual([])
    expect(found?.task).toMatchObject(expected)
  })

  test('keeps in its notes what has no other place, and says so', async () => {
    const tags = Array.from({ length: 22 }, (_, i) => `tag${i}`)
    const text = `title,notes,priority,due,tags,repeats,status
x,As it was,whatever,when the moon is full,"${tags.join(',')}",sometimes,maybe`
    const found = await onlyTask(text)
    expect(found?.troubles.toSorted()).toEqual(['due', 'priority', 'recurrence', 'status', 'tags'])
    expect(found?.task.description?.split('\n\n')).toEqual([
      'As it was',
      'Priority: whatever',
      'Status: maybe',
      'Due: when the moon is full',
      'Repeats: sometimes',
      'Tags: tag20, tag21',
    ])
    expect(found?.task.tags).toHaveLength(20)
  })

  test('with a long title has all of it in the notes', async () => {
    const title = '🙂'.repeat(300)
    const found = await onlyTask(`title\n${title}`)
    expect([...(found?.task.title ?? '')]).toHaveLength(255)
    expect(found?.task.description).toBe(title)
    expect(found?.troubles).toEqual(['title'])
  })

  test('without a title has its notes for one, and without both it is no task', async () => {
    const found = await tasksOf('title,notes,tags\n,Call back,\n,,home')
    expect(found.map(({ row, task }) => [row, task.title])).toEqual([[2, 'Call back']])
  })

  test('of a file whose names say nothing has its first column for a title', () => {
    expect(guessMapping(['A', 'B'])).toEqual(['title', 'ignored'])
    expect(guessMapping(['Due_Date', 'What'])).toEqual(['due', 'title'])
  })

  test('is read as it was written for a spreadsheet, without the mark against formulas', async () => {
    expect((await onlyTask("title\n'=SUM(A1)"))?.task.title).toBe('=SUM(A1)')
  })
})

test('a project of Todoist is read with its sections, labels, comments and rules', async () => {
  const read =
    await table(`TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE
task,Buy milk @shop @home,Two bottles,1,1,Ada (1),,every day,en,Europe/Berlin
note,"Only oat, please",,,,Ada (1),,,,
,,,,,,,,,
section,Garden,,,,,,,,
task,Mow the lawn,,4,1,Ada (1),,5 Dec,en,Europe/Berlin
task,Sharpen the blades,,4,2,Ada (1),,,,`)
  expect(isTodoist(read)).toBe(true)
  const tasks = readTodoist(read, 'Home', PLACE)
  expect(tasks.map(({ task }) => task)).toEqual([
    {
      title: 'Buy milk',
      description: 'Two bottles\n\nOnly oat, please',
      status: 'todo',
      priority: 'urgent',
      tags: ['shop', 'home'],
      dueOn: '2026-11-30',
      recurrence: 'FREQ=DAILY',
    },
    { title: 'Mow the lawn', status: 'todo', priority: 'none', tags: ['Garden'], dueOn: '2026-12-05' },
    { title: 'Sharpen the blades', status: 'todo', priority: 'none', tags: ['Garden'] },
  ])
  expect(tasks.map(({ project, troubles }) => [project, troubles])).toEqual([
    ['Home', []],
    ['Home', []],
    ['Home', []],
  ])
})

test('what was exported as CSV is read as it was', async () => {
  const task = testTask({
    title: '=HYPERLINK("http://example.com")',
    description: 'two\nlines, "quoted"',
    status: 'in_progress',
    priority: 'high',
    tags: ['home', 'shop'],
    dueOn: '2026-12-24',
    dueAt: '2026-12-24T22:59:59.999Z',
    recurrence: 'FREQ=WEEKLY;BYDAY=TH',
    projectId: 'p',
  })
  const csv = csvOf([task], [{ id: 'p', name: 'Errands' }])
  // No spreadsheet takes a text for a formula.
  expect(csv).toContain(`"'=HYPERLINK(`)
  const [found] = await tasksOf(csv)
  expect(found).toMatchObject({ project: 'Errands', troubles: [] })
  const { title, description, status, priority, tags, dueOn, recurrence } = task
  expect(found?.task).toEqual({ title, description, status, priority, tags, dueOn, recurrence })
})
