import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs, { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, expect, test } from 'vitest'
import { createDb } from '../../create-db.ts'
import { failureKind } from '../../errors.ts'
import { createTestUser } from '../../testing/testing.ts'

const root = mkdtempSync(path.join(tmpdir(), 'tandem-db-'))
const dataDir = path.join(root, 'data')
const directory = path.join(dataDir, 'db')
afterAll(() => rmSync(root, { recursive: true }))

test('the first start creates the database, and replaces one that an interrupted start left unfinished', async () => {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  writeFileSync(path.join(directory, 'PG_VERSION'), '18\n')
  writeFileSync(`${directory}.creating`, '')

  const db = await createDb(undefined, { dataDir })
  expect(db).toMatchObject({ engine: 'pglite', location: directory })
  await createTestUser(db.client)
  expect(statSync(directory).mode & 0o777).toBe(0o700)

  const inUse = `the embedded database in ${directory} is in use by process ${process.pid}`
  await expect(createDb(undefined, { dataDir })).rejects.toThrow(inUse)
  await Promise.all([db.close(), db.close()])
  expect(readdirSync(dataDir)).toEqual(['db'])
})

test('a write is on the disk before it is acknowledged', async () => {
  const db = await createDb(undefined, { dataDir })
  const { fdatasyncSync } = fs
  let flushed = 0
  fs.fdatasyncSync = (fd) => {
    fdatasyncSync(fd)
    flushed++
  }
  syncBuiltinESMExports()
  try {
    await createTestUser(db.client)
    expect(flushed).toBeGreaterThan(0)
    flushed = 0
    await db.client.user.count()
    expect(flushed).toBe(0)
    await Promise.all([createTestUser(db.client), createTestUser(db.client)])
    expect(flushed).toBeGreaterThan(1)
  } finally {
    fs.fdatasyncSync = fdatasyncSync
    syncBuiltinESMExports()
    await db.close()
  }
})

test('after kill -9 the acknowledged rows are there, and the lock is not', async () => {
  const fixture = path.join(import.meta.dirname, 'embedded.fixture.ts')
  const args = ['--liftoff-only', '--import', 'tsx', fixture, dataDir]
  const writer = spawn(process.execPath, args, {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acknowledged: string[] = []
  for await (const line of createInterface({ input: writer.stdout })) {
    acknowledged.push(line)
    if (acknowledged.length === 1) {
      const inUse = `is in use by process ${writer.pid}`
      await expect(createDb(undefined, { dataDir })).rejects.toThrow(inUse)
    }
    if (acknowledged.length === 100) writer.kill('SIGKILL')
  }
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit')
  expect(writer.signalCode).toBe('SIGKILL')

  const db = await createDb(undefined, { dataDir })
  try {
    const tasks = await db.client.task.findMany({ select: { id: true } })
    expect(acknowledged.length).toBeGreaterThanOrEqual(100)
    expect(tasks.map(({ id }) => id)).toEqual(expect.arrayContaining(acknowledged))
    await createTestUser(db.client)
  } finally {
    await db.close()
  }
})

test('on a full disk, writes fail and reads do not; when it has to stop, it starts again once there is room', async () => {
  const db = await createDb(undefined, { dataDir })
  const disk = fillDisk()
  const { client } = db
  /** How an attempt fails. */
  const kind = (attempt: Promise<unknown>) => attempt.then(() => 'works', failureKind)
  const read = () => client.user.count()
  const grow = () => client.$executeRaw`
    INSERT INTO users (id, email, name, password_hash)
    SELECT gen_random_uuid(), 'grow-' || n || random(), repeat(md5(random()::text), 20), '-' FROM generate_series(1, 100) AS n`
  try {
    const before = await read()
    await expect(db.ping()).resolves.toBeUndefined()
    disk.fill()
    expect([await kind(db.ping()), await kind(grow()), await kind(read())]).toEqual([
      'diskFull',
      'diskFull',
      'works',
    ])
    // PostgreSQL panics, because it cannot write what it needs to start again.
    expect(await kind(client.$executeRaw`CHECKPOINT`)).toBe('diskFull')
    expect(['diskFull', 'unavailable']).toContain(await kind(grow()))

    disk.free()
    await expect.poll(() => kind(db.ping())).toBe('works')
    expect([await read(), await kind(grow()), await read()]).toEqual([before, 'works', before + 100])
  } finally {
    disk.free()
    await db.close()
  }
  const again = await createDb(undefined, { dataDir })
  expect(await again.client.user.count({ where: { email: { startsWith: 'grow-' } } })).toBe(100)
  await again.close()
})

/** A disk that a test can fill: files cannot grow then. PGlite writes them through `node:fs`. */
function fillDisk() {
  const { writeSync } = fs
  const replaceBy = (write: typeof writeSync) => {
    fs.writeSync = write
    syncBuiltinESMExports()
  }
  return {
    fill: () =>
      replaceBy(((
        fd: number,
        data: NodeJS.ArrayBufferView,
        offset: number,
        length: number,
        position: number,
      ) => {
        if (position + length > fs.fstatSync(fd).size) {
          throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
            code: 'ENOSPC',
            errno: -28,
          })
        }
        return writeSync(fd, data, offset, length, position)
      }) as typeof writeSync),
    free: () => replaceBy(writeSync),
  }
}

test('a directory that cannot be opened fails with an error that names it, and is not left locked', async () => {
  const broken = path.join(root, 'broken')
  mkdirSync(path.join(broken, 'db'), { recursive: true })
  writeFileSync(path.join(broken, 'db', 'PG_VERSION'), '18\n')
  const expected = `cannot open the embedded database in ${path.join(broken, 'db')}: `
  await expect(createDb(undefined, { dataDir: broken })).rejects.toThrow(expected)
  expect(readdirSync(broken)).toEqual(['db'])
})
