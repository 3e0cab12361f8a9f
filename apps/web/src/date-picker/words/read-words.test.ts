import { expect, test } from 'vitest'
import { readWords } from './read-words.ts'

type Client = Parameters<typeof readWords>[0]

const DRAFT = { title: '', dueAt: null, dueOn: null, recurrence: null }
const due = { kind: 'due', isPast: false }

/** A client of a server that reads these lines, and takes all others for a title. */
const clientReading = (lines: Record<string, object>) =>
  ({
    task: {
      quickAdd: {
        mutate: async ({ text }: { text: string }) => ({
          draft: { ...DRAFT, ...(lines[text] ?? { title: text }) },
          recognised: [due],
        }),
      },
    },
  }) as unknown as Client

test('a whole day has no time, and another one has that of this device', async () => {
  const at = new Date(2026, 5, 19, 19, 0).toISOString()
  const client = clientReading({ friday: { dueOn: '2026-06-19' }, 'friday 7pm': { dueAt: at } })
  expect(await readWords(client, 'friday')).toEqual({
    kind: 'date',
    value: { date: '2026-06-19', time: '' },
    isPast: false,
  })
  expect(await readWords(client, 'friday 7pm')).toMatchObject({
    value: { date: '2026-06-19', time: '19:00' },
  })
})

test('what is a date only after “due” is one', async () => {
  const client = clientReading({ 'due 10/12': { dueOn: '2026-12-10' } })
  expect(await readWords(client, '10/12')).toMatchObject({ value: { date: '2026-12-10', time: '' } })
})

test('words beside the date mean that none was understood', async () => {
  const client = clientReading({ 'dinner friday': { title: 'dinner', dueOn: '2026-06-19' } })
  expect(await readWords(client, 'dinner friday')).toEqual({ kind: 'nothing' })
})

test('a rule is not one date', async () => {
  const client = clientReading({ 'every friday': { dueOn: '2026-06-19', recurrence: 'FREQ=WEEKLY' } })
  expect(await readWords(client, 'every friday')).toEqual({ kind: 'repeats' })
})
