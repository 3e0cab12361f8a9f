import path from 'node:path'
import type { Writable } from 'node:stream'
import { withSnapshot } from '@tandem/db/transfer'
import { placeOf } from '../../boot/place.ts'
import { openStore } from '../../files/open-files.ts'
import type { Command, Given } from '../command.ts'
import { sendExport } from './format/write-export.ts'
import { interruptible } from './interruptible.ts'
import { makePrivateFolder, writeNewFile } from './new-file.ts'
import { failingPlainly } from './plain-failure.ts'
import { createProgress } from './progress.ts'

export const STANDARD_STREAM = '-'

/** Files that are not there: the first say what there is to say. */
const MAX_WARNINGS = 10

export const exportCommand: Command = {
  name: 'export',
  usage: '[FILE]',
  summary:
    'writes everything but sessions to a new FILE (-: standard output; default: one in DATA_DIR/backups), for import',
  words: [0, 1],
  run: (given) => interruptible((signal) => failingPlainly(() => runExport(given, signal))),
}

async function runExport(given: Given, signal: AbortSignal): Promise<void> {
  const { env, words, say, output } = given
  const [word] = words
  if (word === STANDARD_STREAM) return void (await exportTo(output, { given, signal, end: false }))
  const file = word ?? (await newBackup(env.DATA_DIR))
  let location = ''
  // What is wrong with the file is told before anything is read.
  await writeNewFile(file, async (stream) => {
    location = await exportTo(stream, { given, signal, end: true })
  })
  say(`exported ${location} to ${file}`)
}

interface ExportOptions {
  given: Given
  signal: AbortSignal
  /** Whether the stream ends with the export. */
  end: boolean
}

/** Resolves to where the database is. */
async function exportTo(stream: Writable, { given, signal, end }: ExportOptions): Promise<string> {
  const { env, note } = given
  const store = await openStore(env)
  const progress = createProgress(given)
  let warnings = 0
  const onWarning = (message: string) => {
    warnings++
    if (warnings <= MAX_WARNINGS) note(`${message}\n`)
  }
  try {
    return await withSnapshot(placeOf(env), { accessTokenTtl: env.ACCESS_TOKEN_TTL }, async (snapshot) => {
      const writing = { store, createdAt: new Date(), onProgress: progress.at, onWarning }
      await sendExport(snapshot, stream, { ...writing, signal, end })
      return snapshot.location
    })
  } finally {
    progress.done()
    if (warnings > MAX_WARNINGS) note(`and ${warnings - MAX_WARNINGS} more\n`)
  }
}

async function newBackup(dataDir: string): Promise<string> {
  const folder = path.join(dataDir, 'backups')
  await makePrivateFolder(folder)
  return path.join(folder, `tandem-${new Date().toISOString().replaceAll(':', '-')}.ndjson.gz`)
}
