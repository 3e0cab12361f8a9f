import { expect, test } from 'vitest'
import { parseAt } from '../../testing/quick-add.ts'

test('no text takes long to parse', () => {
  const lines = [
    '1s     ',
    '1s ',
    '1s, and ',
    'couple s ',
    'acouple s ',
    'sand1 ',
    '  from now +Fri',
    'a couple of s ',
    'half an hour ',
    'an hour and ',
    'in about 1s 1m ',
    'in the few ',
    'May 5 ',
    'may-',
    '1/',
    '1.1.',
    '12:',
    '12:30 - ',
    '5pm get ',
    'tomorrow, ',
    'Friday, ',
    'on sun ',
    'due on by at ',
    '2026-',
    '5th of ',
    '#a! ',
    '!1! ',
    '(((',
    ')',
    ' ',
    '\t\n',
    '-',
    'this next last ',
    'twenty first ',
    '🦊',
    'every monday, ',
    'every 31 june until ',
    'the last friday of ',
    'in 1 day and ',
    '12/24 ',
    '31.12. ',
    "'a ",
    '"',
    '#a/',
    ',#',
    '#🐴',
    'Watch A ',
    'at at at 5 ',
    '1 2 3 ',
    '١٢ ',
  ].flatMap((part) => [
    part.repeat(500).slice(0, 500),
    `in ${part.repeat(500).slice(0, 480)} ago`,
    `${part.repeat(11)}x`,
  ])
  for (const line of lines) {
    // CPU time, to be independent of other load. The best of three, since the first run compiles the patterns.
    const times = [1, 2, 3].map(() => {
      const began = process.cpuUsage()
      parseAt(line.slice(0, 500))
      return process.cpuUsage(began).user / 1000
    })
    expect(Math.min(...times), line.slice(0, 30)).toBeLessThan(100)
  }
})
