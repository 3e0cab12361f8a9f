import { describe, expect, test } from 'vitest'
import { HALF_HOURS, readTime, timesLike } from './time-of-day.ts'

describe('a time is read from', () => {
  test.each([
    ['7pm', '19:00'],
    ['7 PM', '19:00'],
    ['7p', '19:00'],
    ['7 p.m.', '19:00'],
    ['7.30pm', '19:30'],
    ['7:30 am', '07:30'],
    ['730pm', '19:30'],
    ['12am', '00:00'],
    ['12pm', '12:00'],
    ['12:30 am', '00:30'],
    ['19:00', '19:00'],
    ['19.05', '19:05'],
    ['1900', '19:00'],
    ['905', '09:05'],
    ['19h', '19:00'],
    ['19h30', '19:30'],
    ['7', '07:00'],
    ['07:00', '07:00'],
    ['0:00', '00:00'],
    ['23:59', '23:59'],
    ['at 8pm', '20:00'],
    ['@8pm', '20:00'],
    [' noon ', '12:00'],
    ['Midnight', '00:00'],
    ['７：３０', '07:30'],
  ])('“%s”', (text, time) => expect(readTime(text)).toBe(time))
})

describe('no time is read from', () => {
  test.each([
    '',
    'pm',
    '24:00',
    '25',
    '7:60',
    '13pm',
    '0am',
    '7:3',
    '12345',
    'seven',
    '-7',
    '7pm tomorrow',
    '7.5',
  ])('“%s”', (text) => expect(readTime(text)).toBeUndefined())
})

describe('offered are', () => {
  test.each([
    ['7', ['07:00', '19:00', '07:30', '19:30']],
    ['11:15', ['11:15', '23:15']],
    ['07:00', ['07:00', '07:30']],
    ['7pm', ['19:00', '19:30']],
    ['12', ['12:00', '12:30']],
    ['19:00', ['19:00', '19:30']],
    ['x', []],
  ])('for “%s”', (text, times) => expect(timesLike(text)).toEqual(times))

  test('half hours, each of which is read as itself', () => {
    expect(HALF_HOURS).toHaveLength(48)
    for (const time of HALF_HOURS) expect(readTime(time)).toBe(time)
  })
})
