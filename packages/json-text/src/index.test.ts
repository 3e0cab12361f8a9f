import { expect, test } from 'vitest'
import { JSON_TEXT, jsonTextOf } from './index.ts'

test('an object has its JSON where it says so', () => {
  class Written {
    get [JSON_TEXT]() {
      return '{"a":1}'
    }
  }
  expect(jsonTextOf(new Written())).toBe('{"a":1}')
  expect(jsonTextOf({ [JSON_TEXT]: '[]' })).toBe('[]')
})

test('nothing else has', () => {
  for (const value of [undefined, null, 0, '', 'JSON_TEXT', {}, [], () => {}]) {
    expect(jsonTextOf(value)).toBeUndefined()
  }
})

test('what was read from JSON never has, whatever its keys', () => {
  const keys = ['JSON_TEXT', '@tandem/json-text', 'Symbol(@tandem/json-text)', '__proto__']
  const read: unknown = JSON.parse(`{${keys.map((key) => `${JSON.stringify(key)}:"null"`).join()}}`)
  expect(jsonTextOf(read)).toBeUndefined()
})
