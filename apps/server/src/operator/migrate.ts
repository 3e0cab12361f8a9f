import { migrateDatabase } from '@tandem/db'
import { messageOf, StartError } from '../boot/fail-start.ts'
import { placeOf } from '../boot/place.ts'
import type { Command } from './command.ts'

export const migrateCommand: Command = {
  name: 'migrate',
  usage: '',
  summary: 'applies the migrations that are pending, as every start does',
  words: [0, 0],
  run: async ({ env, say }) => {
    const { url, ...place } = placeOf(env)
    const { applied, location } = await migrateDatabase(url, place).catch((cause: unknown) => {
      throw new StartError(messageOf(cause), { cause })
    })
    for (const migration of applied) say(`applied ${migration}`)
    say(`${location} is up to date`)
  },
}
