import { describe, expect, test } from 'vitest'
import { readNotes } from './details/notes/read-notes.ts'
import { readAddedTags, readTags } from './details/tags/read-tags.ts'
import { readTitle } from './field-text.ts'

describe('the text of a field', () => {
  test('is trimmed for a title, and an empty one stands for none', () => {
    expect(readTitle('  Buy milk ')).toEqual({ patch: { title: 'Buy milk' } })
    expect(readTitle('   ')).toBeUndefined()
  })

  test('is split into distinct tags, whose spelling is normalised', () => {
    expect(readTags('home, #shop , home,, e\u0301')).toEqual({ patch: { tags: ['home', 'shop', '\u00e9'] } })
  })

  test('adds its tags to those that there are, and stands for nothing where it adds none', () => {
    expect(readAddedTags('home, #shop', ['home', 'a, b'])).toEqual({
      patch: { tags: ['home', 'a, b', 'shop'] },
    })
    expect(readAddedTags('home, ', ['home'])).toBeUndefined()
    expect(readAddedTags('x'.repeat(51), [])).toHaveProperty('problem')
  })

  test('is kept as it is for notes, and nothing means no notes', () => {
    expect(readNotes(' a\n')).toEqual({ patch: { description: ' a\n' } })
    expect(readNotes('')).toEqual({ patch: { description: null } })
  })

  test.each([
    ['a title', readTitle, '🐴'.repeat(255), 'x'.repeat(256)],
    ['notes', readNotes, 'x'.repeat(10_000), 'x'.repeat(10_001)],
    ['a tag', readTags, 'x'.repeat(50), 'x'.repeat(51)],
    [
      'tags',
      readTags,
      Array.from({ length: 20 }, (_, i) => i).join(),
      Array.from({ length: 21 }, (_, i) => i).join(),
    ],
  ])('is refused where it is too long for %s, and accepted at the limit', (_, read, fits, tooLong) => {
    expect(read(fits)).toHaveProperty('patch')
    expect(read(tooLong)).toHaveProperty('problem')
  })
})
