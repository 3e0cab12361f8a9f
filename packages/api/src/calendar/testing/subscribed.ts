import ICAL from 'ical.js'
import { testApi } from '../../testing/test-api.ts'
import { openCalendar } from '../feed.ts'

export const DAY = 86_400_000

/** A user with a feed, and what a calendar program gets from it. */
export async function subscribed() {
  const world = await testApi()
  const user = await world.signIn()
  const { path } = await user.api.calendar.createFeed()
  const open = async () => {
    const opened = await openCalendar(world.services, path.replace('/calendar/', ''))
    if (!opened) throw new Error('The calendar should open')
    return opened
  }
  const text = async () => (await open()).read()
  const inDays = (days: number) => new Date(world.clock().getTime() + days * DAY).toISOString()
  return { ...world, ...user, open, text, inDays }
}

/** Parses the calendar with another library. */
export function parse(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const events = calendar.getAllSubcomponents('vevent').map((component) => {
    const value = (name: string) => component.getFirstPropertyValue(name)
    return {
      uid: value('uid'),
      summary: value('summary'),
      description: value('description'),
      start: String(value('dtstart')),
      has: (name: string) => component.hasProperty(name),
      value,
      categories: component.getFirstProperty('categories')?.getValues() ?? [],
    }
  })
  return { calendar, events }
}
