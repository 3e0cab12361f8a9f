import { parseArgs } from 'node:util'

export const SECTIONS = [
  'table',
  'second-resource',
  'depth',
  'streams',
  'fairness',
  'uploads',
  'types',
  'soak',
] as const
export type SectionName = (typeof SECTIONS)[number]

export const USAGE = `usage: pnpm bench [options]

  --smoke              a short run on little data: fails when an answer is wrong, never because of speed
  --rounds N           how many times each row is measured
  --seconds N          how long each row is measured; with --only soak, how long the soak lasts
  --only NAME          one section (${SECTIONS.join(', ')}) or one row of the table (rest-get, …); may repeat
  --soak               also ten minutes of mixed load on Tandem
  --streams N          how many streams are opened
  --database-url URL   a PostgreSQL server to create databases on (BENCH_DATABASE_URL)`

export interface Options {
  smoke: boolean
  rounds: number
  /** How long each row of the table is measured. */
  seconds: number
  /** How long each row is under load before it is measured, in seconds. */
  warmUp: number
  soakSeconds: number
  streams: number
  /** The size of each file that is uploaded. */
  uploadMegabytes: number
  /** How many tasks the user with the most tasks has. */
  hugeCount: number
  sections: ReadonlySet<SectionName>
  /** Rows of the table to measure. Empty for all. */
  rows: readonly string[]
  databaseUrl: string | undefined
  /** Whether everything is measured at full length, so that the report replaces RESULTS.md. */
  complete: boolean
}

export class UsageError extends Error {}

const FULL = {
  rounds: 4,
  seconds: 3,
  soakSeconds: 600,
  streams: 5000,
  uploadMegabytes: 100,
  hugeCount: 1_000_000,
}
const SMOKE = {
  rounds: 1,
  seconds: 1,
  soakSeconds: 10,
  streams: 200,
  uploadMegabytes: 5,
  hugeCount: 20_000,
}

/** Reads the command line. Throws {@link UsageError} for an unknown option or a bad value. */
export function readOptions(args: string[], environmentUrl: string | undefined): Options {
  const values = parse(args)
  const { smoke, soak, only } = values
  const defaults = smoke ? SMOKE : FULL
  const givenSeconds = positive('seconds', values.seconds)
  const seconds = givenSeconds ?? defaults.seconds
  const named = SECTIONS.filter((section) => only.includes(section))
  const rows = only.filter((name) => !named.some((section) => section === name))
  const sections = new Set<SectionName>(only.length > 0 ? named : SECTIONS.filter((name) => name !== 'soak'))
  if (rows.length > 0) sections.add('table')
  if (soak) sections.add('soak')

  return {
    smoke,
    rounds: positive('rounds', values.rounds) ?? defaults.rounds,
    seconds,
    warmUp: Math.min(2, seconds * 0.75),
    soakSeconds: only.join() === 'soak' ? (givenSeconds ?? defaults.soakSeconds) : defaults.soakSeconds,
    streams: positive('streams', values.streams) ?? defaults.streams,
    uploadMegabytes: defaults.uploadMegabytes,
    hugeCount: defaults.hugeCount,
    sections,
    rows,
    databaseUrl: values['database-url'] ?? environmentUrl,
    complete: !smoke && only.length === 0,
  }
}

function parse(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        smoke: { type: 'boolean', default: false },
        soak: { type: 'boolean', default: false },
        rounds: { type: 'string' },
        seconds: { type: 'string' },
        streams: { type: 'string' },
        only: { type: 'string', multiple: true, default: [] },
        'database-url': { type: 'string' },
      },
    })
    return values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function positive(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const number = Number(value)
  if (!(number > 0)) throw new UsageError(`--${name} must be a positive number`)
  return number
}
