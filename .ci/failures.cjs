#!/usr/bin/env node
// Prints what the output of a failed check, in a file, says about the failure: the report of each of turbo's tasks that
// failed, apart from the lines of other tasks between them, and then the words of turbo itself.
const { readFileSync } = require('node:fs')

/** Where Vitest begins to report failed tests, and then errors outside tests, such as a worker that crashed. */
const REPORT = /⎯ (Failed (Suites|Tests) \d+|Unhandled \w+) ⎯/
/** What Node and Vitest's pool say at once, before that report or in its place. */
const AT_ONCE = /FATAL ERROR|\[vitest-|Worker exited|close timed out/
/** A report that is longer is cut in its middle, since errors outside tests come last. */
const MAX_LINES = 160
/** Printed where there is no report. */
const LAST_LINES = 40

const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')
const plain = (line) => line.replace(COLOUR, '')

function shortened(lines) {
  const leftOut = lines.length - MAX_LINES
  if (leftOut <= 0) return lines
  return [...lines.slice(0, MAX_LINES / 2), `… ${leftOut} lines …`, ...lines.slice(-MAX_LINES / 2)]
}

function reportIn(lines) {
  const found = lines.findIndex((line) => REPORT.test(plain(line)))
  const start = found === -1 ? Math.max(0, lines.length - LAST_LINES) : found
  const atOnce = lines.slice(0, start).filter((line) => AT_ONCE.test(plain(line)))
  return shortened([...atOnce, ...lines.slice(start)])
}

const lines = readFileSync(process.argv[2], 'utf8').trimEnd().split('\n')
const ofTurbo = lines.filter((line) => /^(\S+#\S+:)? +ERROR |^Failed: /.test(plain(line)))
const reports = ofTurbo.flatMap((line) => {
  const [, name, task] = /^(\S+)#(\S+): /.exec(plain(line)) ?? []
  return reportIn(lines.filter((line) => name && plain(line).startsWith(`${name}:${task}: `)))
})
process.stdout.write([...(reports.length > 0 ? reports : reportIn(lines)), ...ofTurbo, ''].join('\n'))
