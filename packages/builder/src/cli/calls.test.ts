import { expect, test } from 'vitest'
import { resourceOf } from '../spec/resource.ts'
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

test('of what gains fields, the one with an id is changed', () => {
  const resource = resourceOf({ version: 1, name: 'task', fields: [{ name: 'rank', type: 'integer' }] })
  expect(callsOf({ ...resource, isExtension: true })).toEqual([
    `curl -fsS -X PATCH "$API/$USER_ID/tasks/$TASK_ID" -H "$AUTH" -H 'content-type: application/json' -d '{"rank":1}'`,
    'curl -fsS "$API/$USER_ID/tasks/$TASK_ID" -H "$AUTH"',
  ])
})
