import fc from 'fast-check'
import { expect, inject, test } from 'vitest'
import { parseQuickAdd } from './parse.ts'

/** Words with a meaning, words without one, and what joins and ends them. */
const PIECES =
  'Friday fri sat May 5 5th the of at @ on by every other day week monday, tomorrow today next last first 5pm 17:00 9/11 31/12 2026-06-20 31.12. in 2 hours weeks noon midnight eod p1 !high #a #🐴 #fff call Bob demo with for and - ( ) " . , : until starting weekdays firday € Watch dinner maybe +x UTC 🎂 ١٢ constructor __proto__'.split(
    ' ',
  )
const piece = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...PIECES) },
  fc.string({ unit: 'binary', maxLength: 5 }),
)
const line = fc
  .array(fc.tuple(piece, fc.constantFrom(' ', ' ', ' ', '', '\n', '  ')), { minLength: 1, maxLength: 25 })
  .map((parts) => parts.flat().join(''))
const options = { now: new Date('2026-06-15T12:00:00Z'), timeZone: 'America/New_York' }

test('of any line, every letter and digit is in the title or in a chip, and every chip can be kept', () => {
  fc.assert(
    fc.property(line, fc.boolean(), (text, isDayFirst) => {
      const { draft, recognised } = parseQuickAdd(text, { ...options, isDayFirst, keep: [] })
      const pieces = [draft.title, ...recognised.map((chip) => chip.text)].join('')
      expect(lettersOf(pieces)).toEqual(lettersOf(text))
      for (const [i, chip] of recognised.entries()) {
        expect(text.slice(chip.start, chip.end)).toBe(chip.text)
        expect(chip.start).toBeGreaterThanOrEqual(recognised[i - 1]?.end ?? 0)
        const kept = parseQuickAdd(text, { ...options, isDayFirst, keep: [chip] }).recognised
        expect(kept.filter(({ start, end }) => start < chip.end && chip.start < end)).toEqual([])
      }
    }),
    { numRuns: 500 / inject('oneIn') },
  )
})

const lettersOf = (text: string) => (text.match(/[\p{L}\p{N}]/gu) ?? []).toSorted()
