import { createHash, type Hash } from 'node:crypto'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import {
  FORMAT,
  FORMAT_VERSION,
  type Header,
  header,
  MAX_LINE_BYTES,
  type Mark,
  mark,
  UnreadableExport,
} from './format.ts'
import { linesOf } from './lines.ts'

/** How much is read at a time. */
const UNZIPPED_BYTES = 256 * 1024

/** A part of an export, in the order of the file. */
export type Part =
  | { type: 'header'; header: Header }
  | { type: 'rows'; rows: string[] }
  | { type: 'bytes'; bytes: Buffer }
  | Mark

/**
 * Reads an export, and checks it on the way: what it says of itself, the form of each line, each checksum, and its end. Of a file that
 * is not whole, all parts up to the first that is wrong are given.
 *
 * @throws UnreadableExport
 */
export async function* readExport(source: Readable): AsyncGenerator<Part> {
  const unzipped = createGunzip({ chunkSize: UNZIPPED_BYTES })
  // A failure of the source ends the reading below.
  pipeline(source, unzipped, () => {})
  const checker = createChecker()
  try {
    const tooLong = () => new UnreadableExport('the export has a line that is too long')
    for await (const lines of linesOf(unzipped, { maxBytes: MAX_LINE_BYTES, tooLong }))
      yield* checker.partsOf(lines)
  } catch (error) {
    throw explained(error)
  }
  checker.demandEnd()
}

/** What zlib says of bytes that are not gzip, of too few, and of others than were written. */
const ZLIB: Record<string, string> = {
  Z_BUF_ERROR: 'the export is cut off: it has no end',
  Z_DATA_ERROR: 'the export is damaged',
}

function explained(error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error)) return error
  if (error.message === 'incorrect header check') return noExport()
  const reason = ZLIB[String(error.code)]
  return reason === undefined ? error : new UnreadableExport(reason)
}

const noExport = () => new UnreadableExport('this is not an export of Tandem')
const damaged = (what: string) => new UnreadableExport(`the export is damaged: ${what}`)

/** The table or file that is being read. */
type Current =
  | { kind: 'table'; name: string; width: number; hash: Hash; rows: number }
  | { kind: 'file'; key: string; hash: Hash; size: number }

function createChecker() {
  const whole = createHash('sha256')
  let begun = false
  let ended = false
  let current: Current | undefined
  /** Files come in the order of their keys, as many as the table has rows. */
  let lastFile = ''
  let files = 0
  let fileRows = 0

  function beginTable({ name, columns }: Mark & { type: 'table' }): void {
    if (current || lastFile) throw damaged('a table begins where none can')
    current = { kind: 'table', name, width: columns.length, hash: createHash('sha256'), rows: 0 }
  }

  function endTable({ rows, sha256 }: Mark & { type: 'tableEnd' }): void {
    if (current?.kind !== 'table') throw damaged('a table ends where none can')
    if (current.rows !== rows || current.hash.digest('hex') !== sha256)
      throw damaged(`the rows of ${JSON.stringify(current.name)} are not those that were written`)
    if (current.name === 'files') fileRows = rows
    current = undefined
  }

  function nextFile({ userId, id }: { userId: string; id: string }): string {
    const key = `${userId}/${id}`
    if (current || key <= lastFile) throw damaged('a file begins where none can')
    lastFile = key
    files++
    return key
  }

  function endFile({ size, sha256 }: Mark & { type: 'fileEnd' }): void {
    if (current?.kind !== 'file') throw damaged('a file ends where none can')
    if (current.size !== size || current.hash.digest('hex') !== sha256)
      throw damaged(`file ${current.key} is not as it was written`)
    current = undefined
  }

  function end({ sha256 }: Mark & { type: 'end' }): void {
    if (current) throw damaged('it ends too early')
    if (whole.digest('hex') !== sha256) throw damaged('its checksum is another')
    if (files !== fileRows) throw damaged(`it has ${files} files, and ${fileRows} rows of files`)
    ended = true
  }

  function readMark(line: string): Mark {
    const read = mark.safeParse(parsed(line))
    if (!read.success) throw damaged('a line is not what the format has')
    // The last line holds the checksum of the others.
    if (read.data.type === 'end') end(read.data)
    else whole.update(`${line}\n`)
    if (read.data.type === 'table') beginTable(read.data)
    if (read.data.type === 'tableEnd') endTable(read.data)
    if (read.data.type === 'file')
      current = { kind: 'file', key: nextFile(read.data), hash: createHash('sha256'), size: 0 }
    if (read.data.type === 'missingFile') nextFile(read.data)
    if (read.data.type === 'fileEnd') endFile(read.data)
    return read.data
  }

  function readRow(line: string): void {
    if (current?.kind !== 'table') throw damaged('a row is where none can be')
    const row = parsed(line)
    if (!Array.isArray(row) || row.length !== current.width || !row.every(isValue))
      throw damaged(`a row of ${JSON.stringify(current.name)} is not one`)
    current.hash.update(`${line}\n`)
    current.rows++
  }

  function readBytes(line: string): Buffer {
    if (current?.kind !== 'file') throw damaged('bytes are where none can be')
    const bytes = Buffer.from(line.slice(1, -1), 'base64')
    current.hash.update(bytes)
    current.size += bytes.length
    return bytes
  }

  function partOf(line: string): Part {
    if (ended) throw damaged('something follows its end')
    if (!begun) {
      begun = true
      const header = readHeader(line)
      whole.update(`${line}\n`)
      return { type: 'header', header }
    }
    if (line.startsWith('"')) return { type: 'bytes', bytes: readBytes(line) }
    if (!line.startsWith('[')) return readMark(line)
    readRow(line)
    return { type: 'rows', rows: [line] }
  }

  return {
    /** Rows that follow each other are one part. */
    *partsOf(lines: string[]): Generator<Part> {
      let rows: string[] = []
      for (const line of lines) {
        const part = partOf(line)
        if (part.type === 'rows') {
          rows.push(line)
          continue
        }
        if (rows.length > 0) yield { type: 'rows', rows }
        rows = []
        yield part
      }
      if (rows.length > 0) yield { type: 'rows', rows }
    },
    demandEnd(): void {
      if (!begun) throw noExport()
      if (!ended) throw new UnreadableExport('the export is cut off: it has no end')
    },
  }
}

function readHeader(line: string): Header {
  const given = parsed(line, noExport)
  if (typeof given !== 'object' || given === null || Reflect.get(given, 'format') !== FORMAT) throw noExport()
  const version: unknown = Reflect.get(given, 'version')
  if (typeof version === 'number' && version > FORMAT_VERSION)
    throw new UnreadableExport(
      `the export has version ${version} of the format, and this version of Tandem reads up to ${FORMAT_VERSION}`,
    )
  const read = header.safeParse(given)
  if (!read.success) throw damaged('its first line is not what the format has')
  return read.data
}

function parsed(line: string, failure = () => damaged('a line is not JSON')): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw failure()
  }
}

function isValue(value: unknown): boolean {
  return value === null || typeof value === 'string'
}
