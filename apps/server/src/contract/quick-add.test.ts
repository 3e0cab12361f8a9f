import { beforeAll, expect, test } from 'vitest'
import { testApp } from '../testing/app.ts'
import type { Caller } from '../testing/caller.ts'

let ada: Caller

beforeAll(async () => {
  ada = await (await testApp()).signIn()
})

const line = { text: '20/06/2027 dentist p1 #health', timeZone: 'Europe/Berlin', locale: 'en-GB' }
const quick = (json: object) => ada.rest('POST', `${ada.tasks}/quick`, { json })

test('a line becomes a task, and what was recognised is told by its offsets', async () => {
  const { status, body } = await quick(line)
  expect(status).toBe(200)
  const said = {
    title: 'dentist',
    priority: 'urgent',
    tags: ['health'],
    dueOn: '2027-06-20',
    recurrence: null,
  }
  expect(body.draft).toEqual({ ...said, dueAt: null, projectId: null })
  expect(body.task).toMatchObject(said)
  for (const { start, end, text } of body.recognised) expect(line.text.slice(start, end)).toBe(text)
  expect(body.recognised.map(({ kind }: { kind: string }) => kind)).toEqual(['due', 'priority', 'tag'])
})

test('what was recognised can be sent back as words, and a dry run makes no task', async () => {
  const { body: first } = await quick({ ...line, dryRun: true })
  const keep = first.recognised.map(({ start, end }: { start: number; end: number }) => ({ start, end }))
  const { body } = await quick({ ...line, dryRun: true, keep })
  expect(body).toMatchObject({ task: null, draft: { title: line.text, dueOn: null }, recognised: [] })
})

test.each<[object, (string | number)[]]>([
  [{ text: '' }, ['text']],
  [{ text: 7 }, ['text']],
  [{ text: undefined }, ['text']],
  [{ text: 'tomorrow' }, ['text']],
  [{ text: 'x'.repeat(256) }, ['text']],
  [{ timeZone: 'Berlin' }, ['timeZone']],
  [{ timeZone: undefined }, ['timeZone']],
  [{ locale: 'en_GB' }, ['locale']],
  [{ locale: '' }, ['locale']],
  [{ locale: null }, ['locale']],
  [{ dryRun: 'yes' }, ['dryRun']],
  [{ keep: {} }, ['keep']],
  [{ keep: [[0, 3]] }, ['keep', 0]],
  [{ keep: [{ start: 0 }] }, ['keep', 0, 'end']],
  [{ keep: [{ start: 3, end: 1 }] }, ['keep', 0, 'end']],
  [{ keep: [{ start: 0.5, end: 1 }] }, ['keep', 0, 'start']],
  [{ now: '2026-06-15T12:00:00Z' }, ['now']],
])('the refusal of %j names the field', async (mistake, path) => {
  const { status, body } = await quick({ ...line, ...mistake })
  expect({ status, issues: body.issues }).toMatchObject({ status: 422, issues: [{ path }] })
})
