import type { Inputs } from '../../src/api/trpc.ts'
import type { User } from './server/user.ts'
import { HOURS_AHEAD } from './zone.ts'

type NewTask = Omit<Inputs['task']['create'], 'id'>

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** An hour of the day `days` after today, by the browsers' clock. */
const at = (days: number, hour: number) => {
  const today = Math.floor((Date.now() + HOURS_AHEAD * HOUR) / DAY) * DAY
  return new Date(today + days * DAY + (hour - HOURS_AHEAD) * HOUR).toISOString()
}

/** The last minute of a day, which means: due that day, at no particular time. */
const day = (days: number) => new Date(Date.parse(at(days, 24)) - 60_000).toISOString()

/** The projects of the sample tasks, by the tag that they have. */
const PROJECTS = [
  { tag: 'home', name: 'Home', color: 'green' },
  { tag: 'work', name: 'Work', color: 'blue', description: 'What pays for the rest.' },
  { tag: 'travel', name: 'Vienna in spring', color: 'orange' },
  { tag: 'family', name: 'Family', color: 'purple' },
] as const

/** Adds the sample tasks to their projects. Returns the project of work. */
export async function createSampleProjects(user: User): Promise<string> {
  const ids = new Map<string, string>()
  for (const { tag, ...project } of PROJECTS) {
    ids.set(tag, await user.make(`/${user.id}/projects`, project))
  }
  await user.make(`/${user.id}/projects`, { name: 'Choir tour', color: 'red', archived: true })
  const projectOf = (task: NewTask) => task.tags?.map((tag) => ids.get(tag)).find(Boolean)
  await user.createAll(
    [...sampleTasks(), ...tasksOfToday()].map((task) => ({ ...task, projectId: projectOf(task) ?? null })),
  )
  return ids.get('work') ?? ''
}

/** What else is due on the day of the tests, after noon. */
const tasksOfToday = (): NewTask[] => [
  { title: 'Send the offer to the museum', priority: 'high', dueAt: at(0, 16), tags: ['work'] },
  { title: 'Pick Mia up from the choir', dueAt: at(0, 17), tags: ['family'] },
  { title: 'Run along the river', dueAt: at(0, 19), tags: ['sport'] },
]

/** Realistic tasks from the last and the next two weeks. The newest comes last. */
export const sampleTasks = (): NewTask[] => [
  { title: 'Book the train to Vienna', status: 'done', dueAt: at(-12, 9), tags: ['travel'] },
  { title: 'Order printer paper', status: 'done', priority: 'low', dueAt: day(-11), tags: ['office'] },
  { title: 'Write the release notes', status: 'done', dueAt: at(-9, 14), tags: ['work'] },
  { title: 'Fix the bathroom light', status: 'done', dueAt: day(-8), tags: ['home'] },
  { title: 'Plan the sprint', status: 'done', priority: 'medium', dueAt: at(-6, 8), tags: ['work'] },
  { title: 'Send the invoice for October', status: 'done', priority: 'high', dueAt: day(-5), tags: ['work'] },
  { title: 'Buy new running shoes', status: 'done', tags: ['sport'] },
  { title: 'Vaccinate the cat', status: 'done', dueAt: at(-3, 15), tags: ['cat'] },
  { title: 'Return the library books', dueAt: day(-2), tags: ['errands'] },
  { title: 'Renew the passport', priority: 'urgent', dueAt: at(-1, 11), tags: ['errands', 'travel'] },
  { title: 'Learn the second voice for the choir', tags: ['music'] },
  { title: 'Sort the photos of the summer', priority: 'low', tags: ['home'] },
  { title: 'Find a present for Mia', dueAt: day(8), tags: ['family'] },
  { title: 'Dentist', dueAt: at(6, 9), tags: ['health'] },
  { title: 'Winter tyres', priority: 'medium', dueAt: day(3), tags: ['car'] },
  { title: 'Cook for the neighbours', dueAt: at(5, 18), tags: ['home'] },
  {
    title: 'Prepare the talk on Thursday',
    description: 'Twenty minutes, and ten for questions.\nShow the demo first.',
    status: 'in_progress',
    priority: 'high',
    dueAt: at(4, 13),
    tags: ['work', 'talk'],
  },
  { title: 'Pay the electricity bill', dueAt: day(10), tags: ['home'] },
  { title: 'Tickets for the light festival', dueAt: at(12, 19), tags: ['family'] },
  { title: 'Review the pull request of Jonas', status: 'in_progress', dueAt: at(2, 10), tags: ['work'] },
  { title: 'Water the plants', dueAt: at(1, 7), tags: ['home'] },
  { title: 'Call Grandma', priority: 'medium', dueAt: at(1, 17), tags: ['family'] },
  { title: 'Answer the letter from the bank', priority: 'high', dueAt: day(0), tags: ['errands'] },
  { title: 'Buy milk and bread', dueAt: day(0), tags: ['errands', 'home'] },
]
