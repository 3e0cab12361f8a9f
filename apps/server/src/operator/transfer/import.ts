import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { addAbortSignal, Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { keyOf } from '@tandem/api'
import { type Restoring, restore } from '@tandem/db/transfer'
import { StartError } from '../../boot/fail-start.ts'
import { placeOf } from '../../boot/place.ts'
import { openStore, spoolFolder } from '../../files/open-files.ts'
import { Spool } from '../../files/spool.ts'
import type { Command, Given } from '../command.ts'
import { STANDARD_STREAM } from './export.ts'
import { type Header, UnreadableExport } from './format/format.ts'
import { type Part, readExport } from './format/read-export.ts'
import { interruptible } from './interruptible.ts'
import { createPlacing, type Placing } from './place-files.ts'
import { failingPlainly } from './plain-failure.ts'
import { createProgress, type Progress } from './progress.ts'

export const importCommand: Command = {
  name: 'import',
  usage: 'FILE',
  summary: 'fills an empty database from a FILE that export wrote (-: standard input), all of it or nothing',
  words: [1, 1],
  run: (given) => interruptible((signal) => failingPlainly(() => runImport(given, signal))),
}

async function runImport(given: Given, signal: AbortSignal): Promise<void> {
  const { env, words, say, input } = given
  const [file = ''] = words
  const progress = createProgress(given)
  const source =
    file === STANDARD_STREAM ? await keptInput(input, spoolFolder(env), signal) : await openFile(file)
  try {
    const header = await check(source.read(), progress, signal)
    const placing = createPlacing(await openStore(env), spoolFolder(env))
    try {
      const location = await restore(placeOf(env), {
        migrations: header.migrations,
        fill: (restoring) => fill(restoring, { parts: readExport(source.read()), placing, progress, signal }),
        undo: placing.undo,
      })
      progress.done()
      say(
        `imported ${file === STANDARD_STREAM ? 'the export' : file} of ${header.createdAt} into ${location}`,
      )
    } finally {
      await placing.close()
    }
  } finally {
    progress.done()
    await source.close()
  }
}

/** Something that is read twice: first to check it, then to store it. */
interface Source {
  read(): Readable
  close(): Promise<void>
}

async function openFile(file: string): Promise<Source> {
  if (!(await stat(file)).isFile()) throw new StartError(`${file} is not a file`)
  return { read: () => createReadStream(file), close: async () => {} }
}

/** A stream is read once only, so it waits on disk. */
async function keptInput(input: Readable, folder: string, signal: AbortSignal): Promise<Source> {
  const spool = await Spool.open(folder)
  try {
    for await (const chunk of addAbortSignal(signal, input)) await spool.write(chunk)
  } catch (error) {
    await spool.close()
    throw error
  }
  const kept = spool.toFile('', '')
  return { read: () => Readable.fromWeb(kept.stream() as WebStream), close: () => spool.close() }
}

/** Reads everything once, so that a file that is wrong anywhere has no effect. */
async function check(source: Readable, progress: Progress, signal: AbortSignal): Promise<Header> {
  let header: Header | undefined
  for await (const part of counted(readExport(source), 'checked', progress)) {
    signal.throwIfAborted()
    if (part.type === 'header') header = part.header
  }
  if (!header) throw new UnreadableExport('this is not an export of Tandem')
  return header
}

interface FillOptions {
  parts: AsyncGenerator<Part>
  placing: Placing
  progress: Progress
  signal: AbortSignal
}

async function fill(restoring: Restoring, { parts, placing, progress, signal }: FillOptions): Promise<void> {
  for await (const part of counted(parts, 'imported', progress)) {
    signal.throwIfAborted()
    if (part.type === 'table') await restoring.begin(part.name, part.columns)
    if (part.type === 'rows') await restoring.insert(`[${part.rows.join(',')}]`)
    if (part.type === 'file') {
      const key = keyOf(part)
      if (!(await restoring.hasFile(part))) throw new UnreadableExport(`no row has the file ${key}`)
      await placing.begin(key)
    }
    if (part.type === 'bytes') await placing.write(part.bytes)
    if (part.type === 'fileEnd') await placing.end(part)
  }
}

async function* counted(parts: AsyncGenerator<Part>, what: string, progress: Progress): AsyncGenerator<Part> {
  let table = ''
  let rows = 0
  let files = 0
  for await (const part of parts) {
    if (part.type === 'table') {
      table = part.name
      rows = 0
    }
    if (part.type === 'rows') {
      rows += part.rows.length
      progress.at(`${what}: ${table}`, rows)
    }
    if (part.type === 'file') {
      files++
      progress.at(`${what}: files`, files)
    }
    yield part
  }
}
