import path from 'node:path'
import type { Trial } from '@tandem/db/trial'
import { messageOf } from '../message.ts'
import { Refusal } from '../refusal.ts'

export const MIGRATIONS = 'prisma/migrations'
export const SCHEMA = 'prisma/schema.prisma'

export interface PlannedMigration {
  /** The name of its folder. */
  name: string
  sql: string
}

export const migrationFile = (name: string) => `${MIGRATIONS}/${name}/migration.sql`

/** The name of a migration's folder. It comes after all that there are, whatever the clock says. */
export function folderName(name: string, folders: readonly string[], now: Date): string {
  const last = folders
    .map((folder) => /^(\d{14})_/.exec(folder)?.[1] ?? '')
    .sort()
    .at(-1)
  const stamp = stampOf(now)
  if (last === undefined || last < stamp) return `${stamp}_${name}`
  const next = new Date(Date.parse(last.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6Z')) + 1000)
  return `${stampOf(next)}_${name}`
}

const stampOf = (date: Date) => date.toISOString().replaceAll(/\D/g, '').slice(0, 14)

interface Attempt {
  /** What is reversed first, of what the database has by the migrations that are there. */
  reversal?: string | undefined
  migration: PlannedMigration | undefined
  /** The text of `schema.prisma` afterwards. */
  schema: string
  root: string
}

/** Tries a migration in memory. @throws Refusal with PostgreSQL's words, or with what the schema would lack */
export async function tryMigration(
  { reversal, migration, schema, root }: Attempt,
  trial: Trial,
): Promise<void> {
  const file = path.join(root, SCHEMA)
  if (reversal !== undefined)
    await trial.query(reversal).catch((error: unknown) => refuse(`cannot be reversed: ${messageOf(error)}`))
  const drift = await trial
    .apply(migration, { path: file, content: schema })
    .catch((error: unknown) => refuse(messageOf(error)))
  if (drift === null) return
  const lines = drift.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('--'))
  refuse(
    [
      `${MIGRATIONS}: would not match ${SCHEMA}, which also wants:`,
      ...lines.map((line) => `  ${line}`),
      'write a migration for what was changed by hand first: pnpm db:migrate new <name>',
    ].join('\n'),
  )
}

function refuse(message: string): never {
  throw new Refusal([message])
}
