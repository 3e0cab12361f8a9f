import { expect, test } from 'vitest'
import { labelField } from './names.ts'
import { actionWords, fieldWords, valueWords } from './words.ts'

test('names become words', () => {
  const words = (field: string) =>
    fieldWords({ field, relation: undefined, spec: { name: field, type: 'text' } })
  expect(words('remindAt')).toBe('Remind at')
  expect(words('n')).toBe('N')
  expect(actionWords({ name: 'markDone' })).toBe('Mark done')
})

test.each([
  [
    ['todo', 'in_progress'],
    ['Todo', 'In progress'],
  ],
  [
    ['3d', 'true', "it's"],
    ['3d', 'True', "it's"],
  ],
  // In words they would be the same.
  [
    ['in_stock', 'In stock'],
    ['in_stock', 'In stock'],
  ],
])('the values %j are called %j', (values, words) => {
  expect(valueWords(values)).toEqual(words)
})

test.each([
  [[{ name: 'about' }, { name: 'title' }], 'title'],
  [[{ name: 'about' }, { name: 'body', required: true }], 'body'],
  [[{ name: 'about' }, { name: 'more' }], 'about'],
  [[{ name: 'name', type: 'integer' }], undefined],
])('of %j a row is called by %s', (fields, name) => {
  expect(labelField(fields.map((field) => ({ type: 'text', ...field })))?.name).toBe(name)
})
