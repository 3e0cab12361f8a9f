import { compose } from '../letter.ts'
import type { Mail } from '../mailer.ts'

interface Reminder {
  name: string
  /** Undefined where it must not be in the mail. */
  title: string | undefined
  dueAt: Date
  /** Where it is due a whole day. */
  dueOn: string | null
  /** Of the reader. */
  timeZone: string
  /** Opens the task. */
  url: string
  /** Whether the reader has shown that the address is theirs. */
  isVerified: boolean
}

/** To the owner of a task, some time before it is due. */
export function reminder({ name, title, dueAt, dueOn, timeZone, url, isVerified }: Reminder): Mail {
  return compose({
    subject: 'Reminder of a task',
    preview: 'You asked to be reminded of it.',
    name,
    paragraphs: [
      ...(title === undefined
        ? ['You asked to be reminded of a task.']
        : ['You asked to be reminded of this task:', oneLine(title)]),
      `It is due on ${dueOn === null ? momentOf(dueAt, timeZone) : dayOf(dueOn)}.`,
    ],
    action: { label: 'Open the task', url },
    notes: [
      'To stop being reminded, complete the task or remove its reminder.',
      ...(isVerified
        ? []
        : ['If you have no Tandem account, ignore this mail: somebody entered your address.']),
    ],
  })
}

function momentOf(time: Date, timeZone: string): string {
  const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone })
  return `${moment.format(time)} ${timeZone}`
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' })

function dayOf(date: string): string {
  return DAY.format(new Date(date))
}

/** Whoever has a key for tasks can type a title. In more lines than one it could pass for what Tandem says. */
function oneLine(title: string): string {
  return title.replaceAll(/[\s\p{Cc}]+/gu, ' ').replaceAll(/\p{Bidi_C}/gu, '')
}
