import { expect, test } from 'vitest'
import { inputOf, isFiltered, readQuery, writeQuery } from './user-query.ts'

const read = (text: string) => readQuery(new URLSearchParams(text))

test('what is written is read again', () => {
  const text = 'q=ada&role=admin&active=no&offset=40'
  expect(writeQuery(read(text)).toString()).toBe(text)
})

test('what is not understood is nothing', () => {
  expect(inputOf(read('q=+&role=king&active=perhaps&offset=-3'))).toEqual({ limit: 20, offset: 0 })
  expect(inputOf(read('offset=1.5'))).toEqual({ limit: 20, offset: 0 })
})

test('another page is no filter', () => {
  expect(isFiltered(read('offset=20'))).toBe(false)
  expect(isFiltered(read('active=yes'))).toBe(true)
})
