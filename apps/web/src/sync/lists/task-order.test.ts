import { describe, expect, test } from 'vitest'
import { testTask } from '../../testing/test-task.ts'
import { isOverdue, matches, orderOf } from './task-order.ts'

const now = Date.parse('2026-11-21T12:00:00Z')

describe('matches', () => {
  const task = testTask({
    title: 'Buy Milk',
    description: 'two litres',
    status: 'in_progress',
    priority: 'high',
    tags: ['home', 'shop'],
    dueAt: '2026-11-20T12:00:00.000Z',
    projectId: 'home',
  })
  test.each([
    [{}, true],
    [{ status: ['todo', 'in_progress'] }, true],
    [{ status: ['done'] }, false],
    [{ priority: ['high'] }, true],
    [{ priority: ['low'] }, false],
    [{ tag: ['work', 'shop'] }, true],
    [{ tag: ['work'] }, false],
    [{ project: ['work', 'home'] }, true],
    [{ project: ['none'] }, false],
    [{ q: 'milk TWO' }, true],
    [{ q: 'milk three' }, false],
    [{ dueBefore: '2026-11-20T12:00:00.001Z' }, true],
    [{ dueBefore: '2026-11-20T12:00:00.000Z' }, false],
    [{ dueAfter: '2026-11-20T11:00:00+00:00' }, true],
    [{ dueAfter: '2026-11-20T12:00:00.000Z' }, false],
    [{ hasDueDate: true }, true],
    [{ hasDueDate: false }, false],
    [{ overdue: true }, true],
    [{ overdue: false }, false],
  ] as const)('%j is %s', (filters, expected) => {
    const given = structuredClone(filters) as Parameters<typeof matches>[1]
    expect(matches(task, given, now)).toBe(expected)
  })

  test('words are found in any language, whatever their case and spelling', () => {
    const travels = testTask({ title: 'Straße nach Ύδρα', description: 'Cafe\u0301' })
    for (const q of ['STRASSE', 'ύδρα', 'CAF\u00c9']) expect(matches(travels, { q }, now)).toBe(true)
  })

  test('a task without a project is in none', () => {
    expect(matches(testTask(), { project: ['none', 'home'] }, now)).toBe(true)
    expect(matches(testTask(), { project: ['home'] }, now)).toBe(false)
  })

  test('a task without a due date is neither before nor after an instant', () => {
    const undated = testTask()
    expect(matches(undated, { dueBefore: '9999-01-01T00:00:00Z' }, now)).toBe(false)
    expect(matches(undated, { dueAfter: '0001-01-01T00:00:00Z' }, now)).toBe(false)
  })

  test('a task without a due date is found by having none', () => {
    expect(matches(testTask(), { hasDueDate: false }, now)).toBe(true)
    expect(matches(testTask(), { hasDueDate: true }, now)).toBe(false)
  })

  test('a completed task is not overdue', () => {
    expect(isOverdue(testTask({ status: 'done', dueAt: '2026-11-20T12:00:00.000Z' }), now)).toBe(false)
  })
})

describe('orderOf', () => {
  const sorted = (sort: string, ...tasks: ReturnType<typeof testTask>[]) =>
    tasks.toSorted(orderOf(sort)).map(({ title }) => title)
  const early = testTask({ id: '1', title: 'early', dueAt: '2026-01-01T00:00:00.000Z', priority: 'low' })
  const late = testTask({ id: '2', title: 'late', dueAt: '2026-02-01T00:00:00.000Z', priority: 'urgent' })
  const never = testTask({ id: '3', title: 'never', priority: 'medium' })

  test('puts tasks without a due date last in both directions', () => {
    expect(sorted('dueAt', never, late, early)).toEqual(['early', 'late', 'never'])
    expect(sorted('-dueAt', never, late, early)).toEqual(['late', 'early', 'never'])
  })

  test('sorts priorities by urgency', () => {
    expect(sorted('-priority', early, late, never)).toEqual(['late', 'never', 'early'])
  })

  test('breaks ties by id, in the direction of the last key', () => {
    expect(sorted('status', late, early)).toEqual(['early', 'late'])
    expect(sorted('-status', early, late)).toEqual(['late', 'early'])
    expect(sorted('-status,title', late, early)).toEqual(['early', 'late'])
  })

  test('sorts titles without regard to case', () => {
    const named = ['Zebra', 'éclair', 'apple', 'Apple'].map((title, i) => testTask({ id: `${i}`, title }))
    expect(sorted('title', ...named)).toEqual(['apple', 'Apple', 'éclair', 'Zebra'])
    expect(sorted('-title', ...named)).toEqual(['Zebra', 'éclair', 'Apple', 'apple'])
  })
})
