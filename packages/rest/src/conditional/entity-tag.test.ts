import { expect, it } from 'vitest'
import { contentTag, formatEntityTag, parseEntityTags, taggedVersion, versionTag } from './entity-tag.ts'

const strong = (value: string) => ({ value, weak: false })
const weak = (value: string) => ({ value, weak: true })

it.each([
  ['*', '*'],
  [' * ', '*'],
  ['"a"', [strong('a')]],
  ['W/"a"', [weak('a')]],
  ['""', [strong('')]],
  ['"a","b"', [strong('a'), strong('b')]],
  ['"a,b" , W/"c"', [strong('a,b'), weak('c')]],
  [', "a",, "b" ,', [strong('a'), strong('b')]],
  ['"\xe9"', [strong('\xe9')]],
  ['"a\\"', [strong('a\\')]],
])('parses %s', (header, expected) => {
  expect(parseEntityTags(header)).toEqual(expected)
})

it.each([
  '',
  ',',
  'a',
  '"a',
  'a"',
  '"a" "b"',
  '"a""b"',
  'w/"a"',
  'W/ "a"',
  '"a b"',
  '*, "a"',
  '"a", *',
  "'a'",
  '"\x7f"',
])('refuses %s', (header) => {
  expect(parseEntityTags(header)).toBeUndefined()
})

it.each([
  [7, '7'],
  ['a"b\r\n%', 'a"b\r\n%'],
  ['é✓', 'é✓'],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
  [0, '0'],
])('tags the version %j and reads it back', (version, text) => {
  const tag = versionTag(version)
  const header = tag && formatEntityTag(tag)
  expect(header).toMatch(/^"[\x21\x23-\x7e]*"$/)
  const [parsed] = parseEntityTags(header ?? '') ?? []
  expect(typeof parsed === 'object' && taggedVersion(parsed)).toBe(text)
})

it('gives no tag to no version, and survives a lone surrogate', () => {
  expect(versionTag(null)).toBeUndefined()
  expect(versionTag(undefined)).toBeUndefined()
  expect(versionTag('\ud800')).toEqual(strong('%EF%BF%BD'))
  expect(taggedVersion(strong('%zz'))).toBeUndefined()
})

it('tags content weakly, by its bytes', () => {
  expect(contentTag('a')).toEqual(contentTag('a'))
  expect(contentTag('a')).not.toEqual(contentTag('b'))
  expect(formatEntityTag(contentTag('a'))).toMatch(/^W\/"[\w-]+"$/)
})
