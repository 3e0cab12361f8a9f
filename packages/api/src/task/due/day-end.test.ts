import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { testApi } from '../../testing/test-api.ts'

const { db } = await testApi()

/** Days around which clocks were set, and some that they left alone. The polyfill is the reference. Years to come depend on who was told of them. */
const DAYS = [
  ...Array.from({ length: 366 }, (_, day) =>
    Temporal.PlainDate.from('2020-01-01').add({ days: day }).toString(),
  ),
  ...Array.from({ length: 365 }, (_, day) =>
    Temporal.PlainDate.from('1999-01-01').add({ days: day }).toString(),
  ),
]
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'America/Havana',
  'America/Asuncion',
  'America/Santiago',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Amman',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Asia/Tehran',
  'Atlantic/Azores',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
]

test.each(ZONES)('the database ends days where the calendar of %s does', async (zone) => {
  const expected = DAYS.map((day) => {
    const next = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(zone)
    return next.epochMilliseconds - 1
  })
  const rows = await db.$queryRaw<{ end: number }[]>`
    SELECT (extract(epoch FROM day_end(day, ${zone})) * 1000)::float8 AS "end"
    FROM unnest(${DAYS}::date[]) WITH ORDINALITY AS given (day, place) ORDER BY place`
  expect(rows.map(({ end }) => end)).toEqual(expected)
})

test('a day that a time zone left out ends when the day before it ended', async () => {
  const [row] = await db.$queryRaw<{ end: Date }[]>`SELECT day_end('2011-12-30', 'Pacific/Apia') AS "end"`
  expect(row?.end.toISOString()).toBe('2011-12-30T09:59:59.999Z')
})
