// Puts together what tests ran, prints how much of each package it was, and fails where it was too little. Its arguments are
// the values that COVERAGE had in the runs to count: each run has left a folder of that name in `coverage` of its package, with one
// for each configuration of its tests.
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import libCoverage, { type CoverageMap, type CoverageSummary } from 'istanbul-lib-coverage'
import libReport from 'istanbul-lib-report'
import reports from 'istanbul-reports'
import { addCounts, neverLoaded, readMaps } from './maps.ts'

/** In percent, of packages and server together. */
const LEAST = { lines: 95, branches: 92 }

const root = path.join(import.meta.dirname, '../..')

/** Not counted: tests and what only they use, and generated code. What is outside of `src` builds, checks or shows the rest. */
const NOT_COUNTED = /\.(test|test-d|e2e|fixture)\.tsx?$|\.d\.ts$|\/testing\/|\/generated\//

const sources = execFileSync('git', ['ls-files', 'packages/*.ts', 'apps/*.ts', 'apps/*.tsx'], { cwd: root })
  .toString()
  .trim()
  .split('\n')
  .filter((file) => /^(packages|apps)\/[^/]+\/src\//.test(file) && !NOT_COUNTED.test(file))
  .map((file) => path.join(root, file))

const { inTests, inProcesses } = readMaps(root, process.argv.slice(2))
// Vitest ends well even where its last step failed, which writes this.
if (inProcesses.files().length === 0) throw new Error('there is no processes.json in apps/server/coverage')
const whole = libCoverage.createCoverageMap()
for (const file of sources) {
  const found = inTests.data[file]
  whole.addFileCoverage(found ?? (await neverLoaded(file)))
  if (inProcesses.data[file]) addCounts(whole.fileCoverageFor(file), inProcesses.fileCoverageFor(file))
}

function summaryOf(belongs: (file: string) => boolean): CoverageSummary {
  const part: CoverageMap = libCoverage.createCoverageMap()
  for (const file of whole.files())
    if (belongs(path.relative(root, file))) part.addFileCoverage(whole.fileCoverageFor(file))
  return part.getCoverageSummary()
}

const parts = [...new Set(sources.map((file) => path.relative(root, file).split('/').slice(0, 2).join('/')))]
const held = summaryOf((file) => !file.startsWith('apps/web/'))
const rows: [string, CoverageSummary][] = [
  ...parts.map((part): [string, CoverageSummary] => [part, summaryOf((file) => file.startsWith(`${part}/`))]),
  ['packages and server', held],
]
process.stdout.write(`${'% of'.padEnd(24)}   lines  branches  functions\n`)
for (const [name, { lines, branches, functions }] of rows) {
  const figures = [lines, branches, functions].map(({ pct }) => pct.toFixed(1))
  process.stdout.write(`${name.padEnd(24)}${figures.map((figure) => figure.padStart(8)).join('  ')}\n`)
}

const context = libReport.createContext({ dir: path.join(root, 'coverage'), coverageMap: whole })
reports.create('html').execute(context)
reports.create('json-summary').execute(context)

const short = (['lines', 'branches'] as const).filter((kind) => held[kind].pct < LEAST[kind])
for (const kind of short) {
  process.stdout.write(
    `${kind} of packages and server: ${held[kind].pct} %, and at least ${LEAST[kind]} % must run\n`,
  )
}
process.stdout.write('by file: coverage/index.html\n')
process.exitCode = short.length === 0 ? 0 : 1
