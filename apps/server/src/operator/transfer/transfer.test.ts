import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { gunzipSync } from 'node:zlib'
import { createDiskStore, keyOf } from '@tandem/api'
import { createDb } from '@tandem/db'
import { createTestDb, createTestUser, fillDataDir, testEngine } from '@tandem/db/testing'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { operate } from '../testing/operated-database.ts'
import { readExport } from './format/read-export.ts'
import { forged, smallExport, streamOf, zipped } from './testing/small-export.ts'

const CONTENT = Buffer.alloc(150_000, 'some text')

interface Place extends Record<string, string> {
  DATA_DIR: string
}

const root = await mkdtemp(path.join(tmpdir(), 'tandem-transfer-'))
afterAll(() => rm(root, { recursive: true, force: true }))

/** A folder with an embedded database that has no rows. */
async function emptyPlace(): Promise<Place> {
  const dataDir = await mkdtemp(path.join(root, 'data-'))
  await fillDataDir(dataDir, 'migrated')
  return { DATA_DIR: dataDir }
}

const storeOf = ({ DATA_DIR }: Place) => createDiskStore(path.join(DATA_DIR, 'files'))

async function keysOf(place: Place): Promise<string[]> {
  const keys = []
  for await (const key of storeOf(place).keys()) keys.push(key)
  return keys
}

/** An embedded database with a user, a task and a file. */
let source: Place

beforeAll(async () => {
  source = await emptyPlace()
  const { client, close } = await createDb(undefined, { dataDir: source.DATA_DIR, migrate: false })
  const { id: userId } = await createTestUser(client, { email: 'ada@example.com' })
  const { id: taskId } = await client.task.create({ data: { userId, id: uuidv7(), title: 'Buy milk' } })
  const kept = { userId, taskId, id: uuidv7(), name: 'a.txt', mediaType: 'text/plain' }
  const sha256 = createHash('sha256').update(CONTENT).digest('hex')
  await client.file.create({ data: { ...kept, size: CONTENT.length, sha256 } })
  await storeOf(source).put(keyOf(kept), new Blob([CONTENT]))

  // As while a server holds it.
  expect(await operate(source, ['export', path.join(root, 'held')])).toEqual({
    code: 1,
    output: expect.stringMatching(
      /^export: the embedded database in .+ is in use by process \d+: stop it first.+\n$/,
    ),
  })
  expect(await readdir(root)).not.toContain('held')
  await close()
})

/** The checksum of each table and file. */
async function checksumsOf(bytes: Uint8Array): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  let name = ''
  for await (const part of readExport(streamOf(bytes))) {
    if (part.type === 'table') name = part.name
    if (part.type === 'file') name = keyOf(part)
    if (part.type === 'tableEnd' || part.type === 'fileEnd') found[name] = part.sha256
  }
  return found
}

/** Through standard output. */
async function exported(variables: Record<string, string>): Promise<Buffer> {
  const output = new PassThrough()
  const chunks = output.toArray()
  expect(await operate(variables, ['export', '-'], { output })).toEqual({ code: 0, output: '' })
  output.end()
  return Buffer.concat(await chunks)
}

test('everything moves from an embedded database to another, over a server where there is one', async () => {
  const [key = ''] = await keysOf(source)
  const backups = path.join(source.DATA_DIR, 'backups')
  const done = expect.stringMatching(/^exported .+ to .+\/backups\/tandem-[\dT.Z-]+\.ndjson\.gz\n$/)
  expect(await operate(source, ['export'])).toEqual({ code: 0, output: done })
  const [name = ''] = await readdir(backups)
  let file = path.join(backups, name)
  expect([(await stat(backups)).mode & 0o777, (await stat(file)).mode & 0o777]).toEqual([0o700, 0o600])
  const checksums = await checksumsOf(await readFile(file))
  expect(Object.keys(checksums)).toEqual(expect.arrayContaining(['users', 'tasks', 'pgboss.job', key]))

  if (testEngine === 'postgresql') {
    const { url = '', close } = await createTestDb()
    onTestFinished(close)
    // The folder is kept, and the files in it.
    const server = { ...source, DATABASE_URL: url }
    expect(await operate(server, ['import', file])).toMatchObject({ code: 0 })
    file = path.join(root, 'from-server')
    await writeFile(file, await exported(server))
    expect(await checksumsOf(await readFile(file))).toEqual(checksums)
  }

  const target = await emptyPlace()
  const lines = gunzipSync(await readFile(file))
    .toString()
    .trimEnd()
    .split('\n')
  const counter = lines.findIndex((line) => line.includes('"name":"revisions"')) + 1
  const bad = streamOf(zipped(forged(lines.toSpliced(counter, 1))))
  // Its files are stored when that is noticed.
  expect(await operate(target, ['import', '-'], { input: bad })).toEqual({
    code: 1,
    output: expect.stringMatching(/^import: .+ violates foreign key constraint .+\n$/),
  })
  expect(await keysOf(target)).toEqual([])

  const imported = await operate(target, ['import', '-'], { input: streamOf(await readFile(file)) })
  expect(imported).toEqual({
    code: 0,
    output: expect.stringMatching(/^imported the export of .+ into .+\n$/),
  })
  expect(await keysOf(target)).toEqual([key])
  expect(await checksumsOf(await exported(target))).toEqual(checksums)
})

test.each<[string, string[], RegExp]>([
  [
    'a folder that is not there',
    ['export', '/nowhere/x'],
    /^export: \/nowhere\/x.*: no such file or directory\n$/,
  ],
  [
    'a name that is taken',
    ['export', import.meta.filename],
    /^export: .+ is there already, and is not overwritten\n$/,
  ],
  ['a file that is not there', ['import', '/nowhere'], /^import: \/nowhere: no such file or directory\n$/],
  ['a folder instead of a file', ['import', tmpdir()], /^import: .+ is not a file\n$/],
  [
    'a file that is no export',
    ['import', import.meta.filename],
    /^import: this is not an export of Tandem\n$/,
  ],
])('%s is a line', async (_, args, output) => {
  expect(await operate(source, args)).toEqual({ code: 1, output: expect.stringMatching(output) })
})

test('a database that was never made is not made by an export', async () => {
  const place = await mkdtemp(path.join(root, 'none-'))
  const output = `export: there is no database in ${place}\n`
  expect(await operate({ DATA_DIR: place }, ['export', '-'])).toEqual({ code: 1, output })
  expect(await readdir(place)).toEqual([])
})

test('an export of a newer version is refused before there is a database', async () => {
  const place = await mkdtemp(path.join(root, 'newer-'))
  const newer = path.join(root, 'newer')
  await writeFile(newer, zipped(await smallExport()))
  expect(await operate({ DATA_DIR: place }, ['import', newer])).toEqual({
    code: 1,
    output: expect.stringMatching(
      /^import: the export has migration 1_init, which this version does not know: .+\n$/,
    ),
  })
  expect(await readdir(place)).toEqual([])
})
