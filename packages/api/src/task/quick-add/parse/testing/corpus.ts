import { Temporal } from 'temporal-polyfill'
import { writesDayFirst } from '../day-first.ts'
import { parseQuickAdd } from '../parse.ts'

interface World {
  now: string
  zone: string
  locale?: string | undefined
}

/** What is made of a line, as the corpus writes it. */
interface Reading {
  title: string
  due: string
  else: string[]
}

const WORLD: World = { now: '2026-06-15T12:00Z', zone: 'Europe/Berlin' }

/** The lines of `corpus.txt`, which says how it is written. */
export function readCorpus(corpus: string): { text: string; world: World; expected: Reading }[] {
  let world = WORLD
  return corpus.split('\n').flatMap((line) => {
    if (line.startsWith('## ')) world = WORLD
    if (line.startsWith('@ ')) {
      world = {
        ...world,
        ...Object.fromEntries(
          line
            .slice(2)
            .split(' ')
            .map((each) => each.split('=')),
        ),
      }
    }
    if (line === '' || /^(?:##? |#$|@ )/.test(line)) return []
    const [text = '', title, due = '', others = ''] = line.split('|').map((column) => column.trim())
    const expected = { title: title ?? text, due, else: others.split(' ').filter(Boolean).toSorted() }
    return { text, world, expected }
  })
}

/** What the parser makes of a line. */
export function readLine(text: string, { now, zone, locale }: World): Reading {
  const { draft, recognised, dueOn, recurrence } = parseQuickAdd(text, {
    now: new Date(now),
    timeZone: zone,
    isDayFirst: writesDayFirst(locale),
    keep: [],
  })
  const isPast = recognised.some((chip) => chip.kind === 'due' && chip.isPast)
  const others = [
    recurrence,
    ...draft.tags.map((tag) => `#${tag}`),
    draft.priority === 'none' ? null : `!${draft.priority}`,
    isPast ? 'past' : null,
  ]
  return {
    title: draft.title,
    due: dueOn ?? (draft.dueAt === null ? '' : localTime(draft.dueAt, zone)),
    else: others.filter((other) => other !== null).toSorted(),
  }
}

function localTime(instant: string, zone: string): string {
  const time = Temporal.Instant.from(instant).toZonedDateTimeISO(zone)
  return time.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')
}
