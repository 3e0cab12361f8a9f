import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { openDataset } from './dataset/dataset.ts'
import { BENCH_DATABASE_URL } from './environment.ts'
import { bench, scratch, tandemServer } from './folders.ts'
import { buildServers } from './launch/build-servers.ts'
import { killServers } from './launch/server-process.ts'
import { message, say } from './log.ts'
import { type Cores, claimCores } from './machine/cores.ts'
import { openPostgres, type Postgres } from './machine/postgres.ts'
import { operations } from './operations/operations.ts'
import { readTaskIds } from './operations/workload.ts'
import { type Options, readOptions, SECTIONS, USAGE, UsageError } from './options.ts'
import type { Part } from './report/markdown.ts'
import { reportOf } from './report/report.ts'
import { type Course, checkAnswers, measureRounds } from './rows/rounds.ts'
import { tableOf } from './rows/table.ts'
import { measureDepth } from './sections/page-depth.ts'
import { measureSoak } from './sections/soak.ts'
import { measureStreams } from './sections/streams/streams.ts'
import { measureTypeCheck } from './sections/types/type-check.ts'

async function main(args: string[]): Promise<number> {
  const options = readOptions(args, BENCH_DATABASE_URL)
  for (const row of options.rows) {
    const names = [...SECTIONS, ...operations.map(({ name }) => name)]
    if (!names.includes(row)) throw new UsageError(`there is no ${row}: ${names.join(', ')}`)
  }
  if (!existsSync(tandemServer)) throw new Error('apps/server/dist is not there: run pnpm build')
  mkdirSync(scratch, { recursive: true })
  const cores = claimCores()
  say(cores.note)
  const postgres = await openPostgres(options.databaseUrl, cores.others)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      killServers()
      postgres.stop()
      process.exit(130)
    })
  }
  try {
    return await run({ options, args, cores, postgres })
  } finally {
    killServers()
    postgres.stop()
  }
}

interface Setting {
  options: Options
  args: string[]
  cores: Cores
  postgres: Postgres
}

async function run({ options, args, cores, postgres }: Setting): Promise<number> {
  const dataset = await openDataset(postgres.url, options.many)
  try {
    await buildServers()
    const ids = await readTaskIds(await dataset.fresh('tandem'))
    const course: Course = { options, cores, dataset, ids }
    const wrong = await checkAnswers(course)
    if (wrong.length > 0) {
      for (const line of wrong) say(line)
      return 1
    }
    const parts = await measureAll(course)
    const report = reportOf(parts, { options, args, cores, postgres })
    process.stdout.write(report)
    if (options.complete) writeFileSync(path.join(bench, 'RESULTS.md'), report)
    return parts.some((part) => part.wrong) ? 1 : 0
  } finally {
    await dataset.drop()
  }
}

async function measureAll(course: Course): Promise<Part[]> {
  const { sections, rows } = course.options
  const parts: Part[] = []
  if (sections.has('table')) parts.push(tableOf(await measureRounds(course), rows))
  if (sections.has('depth')) parts.push(await measureDepth(course))
  if (sections.has('streams')) parts.push(await measureStreams(course))
  if (sections.has('soak')) parts.push(await measureSoak(course))
  if (sections.has('types')) parts.push(measureTypeCheck())
  return parts
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  say(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : `bench: ${message(error)}`)
  process.exitCode = 1
}
