import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { BenchRun } from './bench-run.ts'
import { openDataset } from './dataset/dataset.ts'
import { readIds } from './dataset/resource-ids.ts'
import { BENCH_DATABASE_URL } from './environment.ts'
import { bench, scratch, tandemServer } from './folders.ts'
import { buildServers } from './launch/build-servers.ts'
import { killServers } from './launch/server-process.ts'
import { errorMessage, log } from './log.ts'
import { type Cores, claimCores } from './machine/cores.ts'
import { openPostgres, type Postgres } from './machine/postgres.ts'
import { operations } from './operations/operations.ts'
import { tasks } from './operations/resources.ts'
import { type Options, readOptions, SECTIONS, USAGE, UsageError } from './options.ts'
import type { ReportSection } from './report/markdown.ts'
import { reportOf } from './report/report.ts'
import { compareResponses, measureRounds } from './rows/rounds.ts'
import { tableOf } from './rows/table.ts'
import { measureFairness } from './sections/fairness.ts'
import { measurePageDepth } from './sections/page-depth.ts'
import { measureSecondResource } from './sections/second-resource.ts'
import { measureSoak } from './sections/soak.ts'
import { measureStreams } from './sections/streams/streams.ts'
import { measureTypeCheck } from './sections/types/type-check.ts'
import { measureUploads } from './sections/uploads/uploads.ts'

async function main(args: string[]): Promise<number> {
  const options = readOptions(args, BENCH_DATABASE_URL)
  for (const row of options.rows) {
    const names = [...SECTIONS, ...operations.map(({ name }) => name)]
    if (!names.includes(row)) throw new UsageError(`there is no ${row}: ${names.join(', ')}`)
  }
  if (!existsSync(tandemServer)) throw new Error('dist is missing: run pnpm build')
  mkdirSync(scratch, { recursive: true })
  const cores = claimCores()
  log(cores.note)
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

interface Setup {
  options: Options
  args: string[]
  cores: Cores
  postgres: Postgres
}

/** Returns the exit code. */
async function run({ options, args, cores, postgres }: Setup): Promise<number> {
  const dataset = await openDataset(postgres.url, options.hugeCount)
  try {
    await buildServers()
    const taskIds = await readIds(await dataset.fresh('tandem'), tasks)
    const benchRun: BenchRun = { options, cores, dataset, taskIds }
    const differences = await compareResponses(benchRun)
    if (differences.length > 0) {
      for (const line of differences) log(line)
      return 1
    }
    const sections = await measureAll(benchRun)
    const report = reportOf(sections, { options, args, cores, postgres })
    process.stdout.write(report)
    if (options.complete) writeFileSync(path.join(bench, 'RESULTS.md'), report)
    return sections.some(({ invalid }) => invalid) ? 1 : 0
  } finally {
    await dataset.drop()
  }
}

async function measureAll(benchRun: BenchRun): Promise<ReportSection[]> {
  const { sections, rows } = benchRun.options
  const measured: ReportSection[] = []
  if (sections.has('table')) measured.push(tableOf(await measureRounds(benchRun), rows))
  if (sections.has('second-resource')) measured.push(await measureSecondResource(benchRun))
  if (sections.has('depth')) measured.push(await measurePageDepth(benchRun))
  if (sections.has('streams')) measured.push(await measureStreams(benchRun))
  if (sections.has('fairness')) measured.push(await measureFairness(benchRun))
  if (sections.has('uploads')) measured.push(await measureUploads(benchRun))
  if (sections.has('soak')) measured.push(await measureSoak(benchRun))
  if (sections.has('types')) measured.push(measureTypeCheck())
  return measured
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  log(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : `bench: ${errorMessage(error)}`)
  process.exitCode = 1
}
