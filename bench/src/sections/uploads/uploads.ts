import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { type BenchRun, withServer } from '../../bench-run.ts'
import { dataFolder, type Server } from '../../launch/server-process.ts'
import { log } from '../../log.ts'
import { cpuSeconds, memory, resetPeak } from '../../machine/process-usage.ts'
import { tasks } from '../../operations/resources.ts'
import { createWorkload, type Workload } from '../../operations/workload.ts'
import { type ReportSection, verdict } from '../../report/markdown.ts'
import { formatNumber } from '../../report/numbers.ts'
import { type RandomFile, randomFile } from './random-file.ts'

/** Each by another user. */
const UPLOADS = 20
const MEGABYTE = 1e6
const MEBIBYTE = 2 ** 20
/** How long the server is left alone before its memory is read. */
const SETTLE_MS = 2_000
/** What every server compiles with its first uploads. */
const WARM_UP_BYTES = MEGABYTE

/** Sends large files all at once, and measures what memory they take. */
export async function measureUploads(run: BenchRun): Promise<ReportSection> {
  const bytes = run.options.uploadMegabytes * MEGABYTE
  const limits = { FILES_MAX_BYTES: String(bytes), FILES_QUOTA_BYTES: String(10 * bytes) }
  const measured = await withServer(
    run,
    'tandem',
    async (server) => {
      const workload = createWorkload({ resource: tasks, ids: run.taskIds, server: 'tandem' })
      await uploadAll(server, workload, randomFile(WARM_UP_BYTES))
      const file = randomFile(bytes)
      await sleep(SETTLE_MS)
      const before = memory(server.pid).now
      resetPeak(server.pid)
      const cpuBefore = cpuSeconds(server.pid)
      const start = performance.now()
      const wrong = await uploadAll(server, workload, file)
      const seconds = (performance.now() - start) / 1000
      const cpu = cpuSeconds(server.pid) - cpuBefore
      const { peak } = memory(server.pid)
      await sleep(SETTLE_MS)
      return { before, peak, after: memory(server.pid).now, seconds, cpu, wrong }
    },
    limits,
  ).finally(() => rm(dataFolder, { recursive: true, force: true }))
  for (const line of measured.wrong) log(line)
  return uploadSection(run.options.uploadMegabytes, measured)
}

export interface MeasuredUploads {
  /** Resident memory of the server, in MiB. */
  before: number
  peak: number
  after: number
  seconds: number
  /** Processor time of the server, in seconds. */
  cpu: number
  /** What was wrong with answers. */
  wrong: readonly string[]
}

/** The table. Its target is that not even one of the files was in memory whole. */
export function uploadSection(megabytes: number, measured: MeasuredUploads): ReportSection {
  const { before, peak, after, seconds, cpu, wrong } = measured
  const most = Math.floor((megabytes * MEGABYTE) / MEBIBYTE)
  const total = UPLOADS * megabytes
  return {
    heading: 'Uploads',
    text: `Tandem. ${UPLOADS} users each upload a file of ${megabytes} MB, all at once. ${wrong.length} wrong answers.`,
    columns: ['What', 'Measured', 'Target', 'Met'],
    rows: [
      ['MiB before', formatNumber(before), '', ''],
      ['MiB at the peak', formatNumber(peak), '', ''],
      [
        'MiB more at the peak',
        formatNumber(peak - before),
        ...verdict([{ label: `< ${most}, one file`, isMet: peak - before < most }]),
      ],
      ['MiB after', formatNumber(after), '', ''],
      ['seconds', formatNumber(seconds), '', ''],
      ['MB/s, all together', formatNumber(total / seconds), '', ''],
      ['CPU ms for each MB', formatNumber((cpu * 1000) / total), '', ''],
    ],
    invalid: wrong.length > 0,
  }
}

/** Returns what was wrong with answers. */
async function uploadAll(server: Server, workload: Workload, file: RandomFile): Promise<string[]> {
  const agent = new Agent({ connections: UPLOADS, headersTimeout: 0, bodyTimeout: 0 })
  const upload = async (user: number): Promise<string[]> => {
    const path = `${workload.itemPath(user, workload.randomId(user))}/files`
    const { statusCode, body } = await request(server.origin + path, {
      method: 'POST',
      headers: { ...workload.headers(user), ...file.headers },
      body: Readable.from(file.form()),
      dispatcher: agent,
    })
    const text = await body.text()
    const { size, sha256 } = JSON.parse(text)
    const isRight = statusCode === 201 && size === file.bytes && sha256 === file.sha256
    return isRight ? [] : [`an upload was answered with ${statusCode}: ${text}`]
  }
  const wrong = await Promise.all(Array.from({ length: UPLOADS }, (_, i) => upload(i + 1)))
  await agent.close()
  return wrong.flat()
}
