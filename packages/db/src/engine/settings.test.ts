import { expect, test } from 'vitest'
import { asOptions, asStatements, fromOptions } from './settings.ts'

test.each([
  [
    '-c a=1 -c b.c=2',
    [
      ['a', '1'],
      ['b.c', '2'],
    ],
  ],
  [
    '-ca=1 --work-mem=64kB',
    [
      ['a', '1'],
      ['work_mem', '64kB'],
    ],
  ],
  ['-c search_path=one,two', [['search_path', 'one,two']]],
  ['-c a=with\\ space\\\\', [['a', 'with space\\']]],
  ['', []],
  ['endpoint=abc', []],
])('the settings in %j', (options, settings) => {
  expect(fromOptions(options)).toEqual(settings)
})

test('what is written as options is read again', () => {
  const settings = [
    ['a', 'with space\\'],
    ['b', "it's"],
  ] as const
  expect(fromOptions(asOptions(settings))).toEqual(expect.arrayContaining(settings.map((pair) => [...pair])))
})

test.each([
  ['search_path', "it's, two", "'it''s', 'two'"],
  ['search_path', '"$user",Public,"a ""b"", c"', `'$user', 'public', 'a "b", c'`],
  ['search_path', '', "''"],
  ['app.tags', 'a,b', "'a,b'"],
])('%s = %s is set by statements as it is by options', (name, value, literals) => {
  expect(asStatements([[name, value]])).toBe(`SET LOCAL ${name} = ${literals}`)
})
