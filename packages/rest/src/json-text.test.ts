import { expect, test } from 'vitest'
import { JSON_TEXT, jsonTextOf } from './json-text.ts'

test('returns the JSON that an object has, as a field or from a getter', () => {
  class Written {
    get [JSON_TEXT]() {
      return '{"a":1}'
    }
  }
  expect(jsonTextOf(new Written())).toBe('{"a":1}')
  expect(jsonTextOf({ [JSON_TEXT]: '[]' })).toBe('[]')
})

test('returns undefined for anything else', () => {
  for (const value of [undefined, null, 0, '', 'JSON_TEXT', {}, [], () => {}]) {
    expect(jsonTextOf(value)).toBeUndefined()
  }
})

test('returns undefined for anything parsed from JSON, whatever its keys', () => {
  const keys = ['JSON_TEXT', 'tandem.json-text', 'Symbol(tandem.json-text)', '__proto__']
  const read: unknown = JSON.parse(`{${keys.map((key) => `${JSON.stringify(key)}:"null"`).join()}}`)
  expect(jsonTextOf(read)).toBeUndefined()
})
