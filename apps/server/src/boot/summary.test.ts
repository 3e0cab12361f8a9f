import { expect, test } from 'vitest'
import { urlOf } from './summary.ts'

test('an IPv6 address has brackets in a URL', () => {
  expect(urlOf('::1', 3000)).toBe('http://[::1]:3000')
  expect(urlOf('127.0.0.1', 3000)).toBe('http://127.0.0.1:3000')
  expect(urlOf('example.com', 80)).toBe('http://example.com:80')
})
