import { expect, test } from 'vitest'
import { type Resource, resourceOf } from '../spec/resource.ts'
import type { FieldSpec, Spec } from '../spec/spec.ts'
import { callsOf, pageOf } from './calls.ts'

const shape = {
  type: 'object',
  properties: { kind: { const: 'card' }, last: { type: 'string' } },
  required: ['kind', 'last'],
}

test('what can be called has all that a new one needs, JSON in its shape', () => {
  const fields = [
    { name: 'title', type: 'text', required: true },
    { name: 'payment', type: 'json', required: true, shape },
    { name: 'rank', type: 'integer' },
  ] as const
  const [create] = callsOf(resourceOf({ version: 1, name: 'note', fields: [...fields] }))
  expect(create).toBe(
    `curl -fsS "$API/$USER_ID/notes" -H "$AUTH" -H 'content-type: application/json' -d '{"title":"title","payment":{"kind":"card","last":"text"}}'`,
  )
})

test('a change and the actions are among them, with what writing needs, and the page has an address', () => {
  const resource = resourceOf({
    version: 1,
    name: 'recipe',
    access: { read: 'public', write: 'user' },
    actions: [{ name: 'markAsDone', set: { done: true } }],
    fields: [
      { name: 'author', type: 'relation', to: 'user' },
      { name: 'done', type: 'boolean', default: false },
    ],
  })
  expect(callsOf(resource).slice(2)).toEqual([
    'curl -fsS "$API/recipes/$RECIPE_ID"',
    `curl -fsS -X PATCH "$API/recipes/$RECIPE_ID" -H "$AUTH" -H 'content-type: application/json' -d '{"done":true}'`,
    'curl -fsS -X POST "$API/recipes/$RECIPE_ID/mark-as-done" -H "$AUTH"',
  ])
  expect(pageOf(resource)).toBe('http://localhost:3000/recipes')
})

test('a new one has a value of each type, within its bounds', () => {
  const fields: FieldSpec[] = [
    { name: 'text', type: 'text', min: 6, max: 8 },
    { name: 'long', type: 'text', max: 2 },
    { name: 'low', type: 'integer', min: 3 },
    { name: 'high', type: 'integer', max: -3 },
    { name: 'some', type: 'integer' },
    { name: 'price', type: 'decimal', min: '2.50' },
    { name: 'rate', type: 'decimal' },
    { name: 'open', type: 'boolean' },
    { name: 'day', type: 'date', max: '2020-01-01' },
    { name: 'anyDay', type: 'date' },
    { name: 'at', type: 'instant' },
    { name: 'other', type: 'uuid' },
    { name: 'state', type: 'enum', values: ["it's", 'no'] },
    { name: 'task', type: 'relation', to: 'task' },
    { name: 'sum', type: 'computed', expression: '1' },
    { name: 'given', type: 'integer', default: 1 },
  ]
  const required = fields.map((field) => (field.type === 'computed' ? field : { ...field, required: true }))
  const access = { read: 'public', write: 'public' } as const
  const [create] = callsOf(resourceOf({ version: 1, name: 'note', fields: required, access }))
  const [, body = ''] = /-d '(.*)'$/.exec(create ?? '') ?? []
  expect(create).not.toContain('$AUTH')
  expect(JSON.parse(body.replaceAll(`'\\''`, "'"))).toEqual({
    text: 'text..',
    long: 'lo',
    low: 3,
    high: -3,
    some: 1,
    price: '2.50',
    rate: '1.5',
    open: true,
    day: '2020-01-01',
    anyDay: '2026-01-31',
    at: '2026-01-31T09:00:00Z',
    other: '01980000-0000-7000-8000-000000000001',
    state: "it's",
    taskId: '…',
  })
})

test('below a parent its id is named, and only what is there is called', () => {
  const spec: Spec = {
    version: 1,
    name: 'step',
    parent: 'bigTask',
    operations: ['list', 'update'],
    fields: [],
  }
  const resource = {
    ...resourceOf({ ...spec, fields: [{ name: 'task', type: 'relation', to: 'task' }] }),
    parent: { one: 'bigTask', path: 'big-tasks' },
  } as Resource
  expect(callsOf(resource)).toEqual(['curl -fsS "$API/$USER_ID/big-tasks/$BIG_TASK_ID/steps" -H "$AUTH"'])
  expect(pageOf(resource)).toBe('http://localhost:3000/big-tasks/$BIG_TASK_ID/steps')
})

test('of what gains fields, the one with an id is changed', () => {
  const resource = resourceOf({ version: 1, name: 'task', fields: [{ name: 'rank', type: 'integer' }] })
  expect(callsOf({ ...resource, isExtension: true })).toEqual([
    `curl -fsS -X PATCH "$API/$USER_ID/tasks/$TASK_ID" -H "$AUTH" -H 'content-type: application/json' -d '{"rank":1}'`,
    'curl -fsS "$API/$USER_ID/tasks/$TASK_ID" -H "$AUTH"',
  ])
})
