import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { instantOf, localTime } from './local-time.ts'

const ZONES = [
  ...['UTC', 'Etc/GMT-14', '+05:30', '-12:00'],
  ...['Europe/Berlin', 'Europe/Dublin', 'America/New_York', 'America/Sao_Paulo', 'Asia/Kathmandu'],
  ...['Africa/Casablanca', 'Australia/Lord_Howe', 'Pacific/Apia', 'Pacific/Chatham', 'Antarctica/Troll'],
]
const zone = fc.constantFrom(...ZONES)
const at = (from: string, to: string) => fc.integer({ min: Date.parse(from), max: Date.parse(to) })
/** Most of them in years with changes of clocks. */
const time = fc.oneof(
  { weight: 4, arbitrary: at('1970-01-01', '2100-01-01') },
  at('0001-01-01', '9999-12-31'),
)

const plain = (local: number) => Temporal.PlainDateTime.from(new Date(local).toISOString().slice(0, -1))

test('local times are those of Temporal', () => {
  fc.assert(
    fc.property(time, zone, (instant, timeZone) => {
      const expected = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone)
      expect(localTime(instant, timeZone)).toBe(
        expected.toPlainDateTime().toZonedDateTime('UTC').epochMilliseconds,
      )
    }),
  )
})

test('so are instants of local times', () => {
  fc.assert(
    fc.property(time, zone, (local, timeZone) => {
      expect(instantOf(local, timeZone)).toBe(plain(local).toZonedDateTime(timeZone).epochMilliseconds)
    }),
  )
})

test('and around every change of clocks of fifteen years', () => {
  for (const timeZone of ZONES.filter((one) => one.includes('/'))) {
    let change = Temporal.Instant.from('2011-01-01T00:00Z').toZonedDateTimeISO(timeZone)
    for (;;) {
      const next = change.getTimeZoneTransition('next')
      if (next === null || next.year > 2025) break
      change = next
      for (const minutes of [-1440, -720, -90, -60, -30, 0, 30, 60, 90, 720, 1440]) {
        const local = Math.round(localTime(change.epochMilliseconds, timeZone)) + minutes * 60_000
        const expected = plain(local).toZonedDateTime(timeZone).epochMilliseconds
        expect(instantOf(local, timeZone), `${plain(local)} ${timeZone}`).toBe(expected)
      }
    }
  }
})
