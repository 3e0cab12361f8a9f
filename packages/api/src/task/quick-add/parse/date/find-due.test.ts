import { describe, expect, test } from 'vitest'
import { titleAndDue } from '../../../testing/quick-add.ts'

describe('a date', () => {
  test('is the first in the text; others stay in the title', () => {
    expect(titleAndDue('Call today about Friday')).toEqual(['Call about Friday', '2026-06-15T21:59Z'])
    expect(titleAndDue('Tonight call mom, tomorrow dad')).toEqual([
      'call mom, tomorrow dad',
      '2026-06-15T21:59Z',
    ])
    expect(titleAndDue('Read the Friday paper on Sunday')).toEqual([
      'Read the Friday paper',
      '2026-06-21T21:59Z',
    ])
  })

  test('of today is valid until the end of the day, and a time until the end of its minute', () => {
    expect(titleAndDue('x today', 'UTC', '2026-06-15T23:59:59.999Z')).toEqual(['x', '2026-06-15T23:59Z'])
    expect(titleAndDue('x 12:00', 'UTC', '2026-06-15T12:00:30Z')).toEqual(['x', '2026-06-15T12:00Z'])
    expect(titleAndDue('x 12:00', 'UTC', '2026-06-15T12:01:00Z')).toEqual(['x', '2026-06-16T12:00Z'])
    expect(titleAndDue('x June 15', 'UTC', '2026-06-15T18:00:00Z')).toEqual(['x', '2026-06-15T23:59Z'])
    expect(titleAndDue('x June 14', 'UTC')).toEqual(['x', '2027-06-14T23:59Z'])
  })

  test('is cut out with the surrounding white space and punctuation', () => {
    expect(titleAndDue('Buy   milk   tomorrow   5pm   for  Bob')).toEqual([
      'Buy   milk for  Bob',
      '2026-06-16T15:00Z',
    ])
    expect(titleAndDue('Tomorrow, buy milk')).toEqual(['buy milk', '2026-06-16T21:59Z'])
    expect(titleAndDue('Friday - buy milk')).toEqual(['buy milk', '2026-06-19T21:59Z'])
    expect(titleAndDue('Buy milk, tomorrow.')).toEqual(['Buy milk.', '2026-06-16T21:59Z'])
    expect(titleAndDue('Buy milk (tomorrow 5pm), and eggs')).toEqual([
      'Buy milk, and eggs',
      '2026-06-16T15:00Z',
    ])
    expect(titleAndDue('Buy milk (by Friday)')).toEqual(['Buy milk', '2026-06-19T21:59Z'])
    expect(titleAndDue('Buy milk\ntomorrow\t5pm\n- whole')).toEqual(['Buy milk - whole', '2026-06-16T15:00Z'])
  })
})
