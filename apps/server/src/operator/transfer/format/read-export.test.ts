import { Readable } from 'node:stream'
import { createGzip, gzipSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import { FILE, forged, smallExport, streamOf, zipped } from '../testing/small-export.ts'
import { MAX_LINE_BYTES } from './format.ts'
import { readExport } from './read-export.ts'

async function read(bytes: Uint8Array) {
  const rows: string[] = []
  let size = 0
  for await (const part of readExport(streamOf(bytes))) {
    if (part.type === 'rows') rows.push(...part.rows)
    if (part.type === 'bytes') size += part.bytes.length
  }
  return { rows, size }
}

const lines = await smallExport()
const rowsOfFiles = `["${FILE.userId}","${FILE.id}"]`

test('what was written is read', async () => {
  expect(await read(zipped(lines))).toEqual({
    rows: ['["1","a"]', '["2",null]', rowsOfFiles],
    size: FILE.size,
  })
  expect(forged(lines)).toEqual(lines)
})

test('a file whose bytes are gone is told, and its row travels alone', async () => {
  const onWarning = vi.fn()
  const gone = { ...FILE, id: '0190aaaa-0000-7000-8000-000000000003' }
  const written = await smallExport({ files: [FILE, gone], has: (key) => !key.endsWith(gone.id), onWarning })
  expect(onWarning.mock.calls).toEqual([[`the bytes of file ${FILE.userId}/${gone.id} are not there`]])
  expect(await read(zipped(written))).toMatchObject({ size: FILE.size })
})

test('where none of the files is there, it is another folder, and no export', async () => {
  await expect(smallExport({ has: () => false })).rejects.toThrow('none of the files is there')
})

test('bytes that are not those of the upload are told, and travel', async () => {
  const onWarning = vi.fn()
  const written = await smallExport({ files: [{ ...FILE, sha256: '0'.repeat(64) }], onWarning })
  expect(onWarning).toHaveBeenCalledWith(`file ${FILE.userId}/${FILE.id} is not as it was uploaded`)
  expect(await read(zipped(written))).toMatchObject({ size: FILE.size })
})

test('an export that is cut off anywhere is refused', async () => {
  const bytes = zipped(lines)
  for (const at of [1, 20, bytes.length >> 1, bytes.length - 9, bytes.length - 1])
    await expect(read(bytes.subarray(0, at))).rejects.toThrow(/^the export is cut off/)
  for (let kept = 1; kept < lines.length; kept++)
    await expect(read(zipped(lines.slice(0, kept))), `${kept} lines`).rejects.toThrow(/cut off/)
})

test('a changed byte is found wherever it is', async () => {
  for (const [at, line] of lines.entries()) {
    const [before, after] = [line.slice(0, line.length >> 1), line.slice(line.length >> 1)]
    const other = before + after.replace(/[\da-z]/i, (found) => (found === 'a' ? 'b' : 'a'))
    expect(other, line).not.toBe(line)
    await expect(read(zipped(lines.with(at, other))), line).rejects.toThrow()
  }
  const bytes = zipped(lines)
  const middle = bytes.length >> 1
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle)
  await expect(read(bytes)).rejects.toThrow(/damaged/)
})

const at = (start: string) => lines.findIndex((line) => line.startsWith(start))
const replaced = (start: string, by: string) => forged(lines.with(at(start), by))
const file = at('{"type":"file"')

test.each<[string, string, string[]]>([
  ['nothing', 'not an export', []],
  ['another JSON', 'not an export', ['{"format":"other"}']],
  ['no JSON', 'not an export', ['hello']],
  [
    'a newer format',
    'version 2 of the format, and this version of Tandem reads up to 1',
    ['{"format":"tandem-export","version":2,"more":1}'],
  ],
  [
    'an unknown kind of line',
    'not what the format has',
    replaced('{"type":"file"', '{"type":"run","command":"ls"}'),
  ],
  [
    'an unknown field',
    'not what the format has',
    replaced('{"type":"file"', '{"type":"file","userId":"a","id":"b","path":"/etc/passwd"}'),
  ],
  [
    'a path as the name of a file',
    'not what the format has',
    replaced('{"type":"file"', `{"type":"file","userId":"${FILE.userId}","id":"../../../../etc/passwd"}`),
  ],
  ['a row with a value too many', 'a row of "notes" is not one', replaced('["1"', '["1","a","b"]')],
  ['a row with an object in it', 'a row of "notes" is not one', replaced('["1"', '["1",{}]')],
  [
    'a row outside of a table',
    'a row is where none can be',
    forged(
      ['["1"]', ...lines].toSorted((a, b) => Number(b.includes('format')) - Number(a.includes('format'))),
    ),
  ],
  ['bytes outside of a file', 'bytes are where none can be', forged(lines.toSpliced(file, 0, '"QUJD"'))],
  ['a file twice', 'a file begins where none can', forged(lines.toSpliced(-1, 0, ...lines.slice(file, -1)))],
  [
    'a file without a row',
    'it has 1 files, and 0 rows of files',
    forged(lines.filter((line) => line !== rowsOfFiles)),
  ],
  [
    'a row of a file without the file',
    'it has 0 files, and 1 rows of files',
    forged([...lines.slice(0, file), lines.at(-1) ?? '']),
  ],
  [
    'a table after the files',
    'a table begins where none can',
    forged(lines.toSpliced(-1, 0, ...lines.slice(1, 5))),
  ],
  ['something after the end', 'something follows its end', [...lines, '{}']],
])('%s is refused', async (_, message, given) => {
  await expect(read(zipped(given))).rejects.toThrow(message)
})

test('bytes that are not gzip are not an export', async () => {
  await expect(read(Buffer.from('PK\u0003\u0004 a zip'))).rejects.toThrow('not an export')
  await expect(read(gzipSync(''))).rejects.toThrow('not an export')
})

test('a bomb of one endless line is refused before it is in memory', async () => {
  let unzipped = 0
  const spaces = Buffer.alloc(1024 * 1024, ' ')
  const endless = Readable.from(
    (async function* () {
      yield `${lines[0]}\n`
      for (; unzipped < 8 * MAX_LINE_BYTES; unzipped += spaces.length) yield spaces
    })(),
  )
  const parts = readExport(endless.pipe(createGzip({ level: 1 })))
  const readAll = async () => {
    for await (const part of parts) expect(part.type).toBe('header')
  }
  await expect(readAll()).rejects.toThrow('a line that is too long')
  expect(unzipped).toBeLessThan(2 * MAX_LINE_BYTES)
})
