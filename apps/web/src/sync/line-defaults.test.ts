import { expect, test } from 'vitest'
import { withDefaults } from './line-defaults.ts'

const [HOME, WORK] = ['019a0000-0000-7000-8000-00000000000a', '019a0000-0000-7000-8000-00000000000b']

const parsed = (projectId: string | null = null) => ({
  draft: {
    title: 'Lunch',
    priority: 'none' as const,
    tags: [],
    dueAt: null,
    dueOn: null,
    recurrence: null,
    projectId,
  },
  recognised: [],
})

test('a line typed on the page of a project gets that project, unless it names another', () => {
  expect(withDefaults({ projectId: HOME }, parsed()).projectId).toBe(HOME)
  expect(withDefaults({ projectId: HOME }, parsed(WORK)).projectId).toBe(WORK)
  expect(withDefaults({}, parsed(WORK)).projectId).toBe(WORK)
  expect(withDefaults({}, parsed()).projectId).toBeNull()
})

test('a day and a project complete a line together', () => {
  const draft = withDefaults({ day: '2026-06-18', projectId: HOME }, parsed())
  expect(draft).toMatchObject({ projectId: HOME, dueAt: null, dueOn: '2026-06-18' })
})
