import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { compileCoercer } from './coerce.ts'
import { Uncoercible } from './coerce-scalar.ts'

const instant = '2026-02-28T12:00:00+01:00'
const digits = '9'.repeat(30)

type Case = [name: string, schema: z.core.$ZodType, text: unknown, expected: unknown]

const tree: z.ZodType = z.lazy(() => z.union([z.number(), z.array(tree)]))

const cases: Case[] = [
  ['string', z.string(), '5', '5'],
  ['string keeps repeats for zod to refuse', z.string(), ['a', 'b'], ['a', 'b']],
  ['number', z.number(), '-1.5', -1.5],
  ['number with an exponent', z.number(), '1e3', 1000],
  ['integer', z.int(), '42', 42],
  ...[
    '',
    ' 1',
    '1 ',
    '+1',
    '0x10',
    '1e999',
    'NaN',
    'Infinity',
    '01',
    '1.',
    '.5',
    '1_000',
    '１',
    'true',
    '-',
  ].map((text): Case => [`number from ${JSON.stringify(text)}`, z.number(), text, text]),
  ['number keeps repeats', z.number(), ['1', '2'], ['1', '2']],
  ['coerced number', z.coerce.number(), '5', 5],
  ['bigint', z.bigint(), digits, BigInt(digits)],
  ['bigint from a fraction', z.bigint(), '1.5', '1.5'],
  ['bigint from nothing', z.bigint(), '', ''],
  ['bigint beyond reason', z.bigint(), '9'.repeat(2000), '9'.repeat(2000)],
  ['true', z.boolean(), 'true', true],
  ['false', z.boolean(), 'false', false],
  ['coerced false', z.coerce.boolean(), 'false', false],
  ...['TRUE', '1', '0', 'on', 'yes', ''].map(
    (text): Case => [`boolean from ${JSON.stringify(text)}`, z.boolean(), text, text],
  ),
  ['date with offset', z.date(), instant, new Date(instant)],
  ['date without time', z.date(), '2026-02-28', new Date('2026-02-28')],
  ...['2026-02-30', '2026-02-30T00:00:00Z', '2026-02-28T12:00:00', '0', 'today', ''].map(
    (text): Case => [`date from ${JSON.stringify(text)}`, z.date(), text, text],
  ),
  ['date whose plus was not escaped', z.date(), instant.replace('+', ' '), new Date(instant)],
  [
    'instant whose plus was not escaped',
    z.iso.datetime({ offset: true }),
    instant.replace('+', ' '),
    instant,
  ],
  ['text that looks like it', z.string(), instant.replace('+', ' '), instant.replace('+', ' ')],
  ['coerced date', z.coerce.date(), instant, new Date(instant)],
  ['coerced string', z.coerce.string(), '5', '5'],
  ['object', z.object({ n: z.number(), at: z.date() }), { n: '5', at: 'x' }, { n: 5, at: 'x' }],
  ['record', z.record(z.string(), z.boolean()), { a: 'true', b: 'x' }, { a: true, b: 'x' }],
  ['union of coerced', z.union([z.coerce.boolean(), z.string()]), 'no', 'no'],
  ['enum', z.enum(['a', 'b']), 'a', 'a'],
  ['numeric enum', z.enum({ Low: 1, High: 2 }), '2', 2],
  ['number literal', z.literal([1, 2]), '2', 2],
  ['boolean literal', z.literal(true), 'true', true],
  ['string literal wins over the number it spells', z.literal(['1', 1]), '1', '1'],
  ['null cannot be spelt', z.literal([null, 1]), 'null', 'null'],
  ['nullable', z.number().nullable(), 'null', 'null'],
  ['optional', z.number().optional(), '5', 5],
  ['default', z.number().default(1), '5', 5],
  ['prefault', z.number().prefault(1), '5', 5],
  ['catch', z.number().catch(1), '5', 5],
  ['readonly', z.array(z.number()).readonly(), '5', [5]],
  ['branded', z.number().brand<'Id'>(), '5', 5],
  ['nonoptional', z.number().optional().nonoptional(), '5', 5],
  ['pipe', z.number().pipe(z.number().min(3)), '5', 5],
  ['transform', z.number().transform(String), '5', 5],
  ['transform of text', z.string().transform(Number), '5', '5'],
  ['preprocess', z.preprocess((value) => value, z.number()), '5', '5'],
  ['codec', z.stringbool(), 'yes', 'yes'],
  ['lazy', z.lazy(() => z.number()), '5', 5],
  ['recursive', tree, ['1', '2'], [1, 2]],
  ['array of one', z.array(z.string()), 'a', ['a']],
  ['array', z.array(z.number()), ['1', 'x'], [1, 'x']],
  ['set', z.set(z.number()), ['1', '2'], new Set([1, 2])],
  ['tuple', z.tuple([z.string(), z.number()], z.boolean()), ['1', '2', 'true'], ['1', 2, true]],
  ['T | T[] from one', z.union([z.number(), z.array(z.number())]), '5', 5],
  ['T | T[] from more', z.union([z.number(), z.array(z.number())]), ['5', '6'], [5, 6]],
  ['T[] | T from one', z.union([z.array(z.number()), z.number()]), '5', [5]],
  ['T | T[] coerces what it can', z.union([z.number(), z.array(z.number())]), ['5', 'x'], [5, 'x']],
  ['number | string', z.union([z.number(), z.string()]), '5', 5],
  ['string | number', z.union([z.string(), z.number()]), '5', '5'],
  ['union out of range', z.union([z.number().max(3), z.boolean()]), '5', 5],
  ['intersection', z.intersection(z.number(), z.number().min(3)), '5', 5],
  ['unknown', z.unknown(), '5', '5'],
]

describe('compileCoercer', () => {
  it.each(cases)('text: %s', (_, schema, text, expected) => {
    expect(compileCoercer(schema, 'text')(text)).toEqual(expected)
  })

  it.each<Case>([
    ['number', z.number(), '5', '5'],
    ['boolean', z.boolean(), 'true', 'true'],
    ['array', z.array(z.number()), 5, 5],
    ['date', z.date(), instant, new Date(instant)],
    ['bigint from text', z.bigint(), digits, BigInt(digits)],
    ['bigint from a number', z.bigint(), 5, 5n],
    [
      'deep',
      z.object({ a: z.record(z.string(), z.date()) }),
      { a: { b: instant } },
      { a: { b: new Date(instant) } },
    ],
    ['set of dates', z.set(z.date()), [instant], new Set([new Date(instant)])],
    ['null', z.object({ at: z.date() }), null, null],
  ])('json: %s', (_, schema, value, expected) => {
    expect(compileCoercer(schema, 'json')(value)).toEqual(expected)
  })

  it.each<[string, z.ZodType, unknown]>([
    ['boolean from 0', z.coerce.boolean(), '0'],
    ['boolean from no', z.coerce.boolean(), 'no'],
    ['boolean from False', z.coerce.boolean(), 'False'],
    ['boolean from nothing', z.coerce.boolean(), ''],
    ['boolean from a list', z.coerce.boolean(), ['true', 'true']],
    ['boolean from a number', z.coerce.boolean(), 1],
    ['boolean from null', z.coerce.boolean(), null],
    ['number from nothing', z.coerce.number(), ''],
    ['number from hex', z.coerce.number(), '0x10'],
    ['number from null', z.coerce.number(), null],
    ['number from a boolean', z.coerce.number(), false],
    ['number from a list', z.coerce.number(), ['5']],
    ['bigint from nothing', z.coerce.bigint(), ''],
    ['bigint from a boolean', z.coerce.bigint(), true],
    ['date from null', z.coerce.date(), null],
    ['date from a number', z.coerce.date(), '5'],
    ['date in local time', z.coerce.date(), '2026-12-24T10:00'],
    ['date from nothing', z.coerce.date(), ''],
    ['string from null', z.coerce.string(), null],
    ['string from a list', z.coerce.string(), ['a', 'b']],
    ['string from an object', z.coerce.string(), { a: 1 }],
  ])('refuses what zod would take for something else: %s', (_, schema, value) => {
    expect(() => compileCoercer(schema, 'text')(value)).toThrow(Uncoercible)
    expect(() => compileCoercer(schema, 'json')(value)).toThrow(Uncoercible)
  })

  it('takes null where the schema says so', () => {
    expect(compileCoercer(z.coerce.number().nullable(), 'json')(null)).toBeNull()
    expect(compileCoercer(z.coerce.boolean().nullish(), 'json')(undefined)).toBeUndefined()
    expect(compileCoercer(z.object({ a: z.coerce.date().nullable() }), 'json')({ a: null })).toEqual({
      a: null,
    })
  })

  it('leaves the value it was given alone', () => {
    const given = { at: instant }
    compileCoercer(z.object({ at: z.date() }), 'json')(given)
    expect(given).toEqual({ at: instant })
  })
})
