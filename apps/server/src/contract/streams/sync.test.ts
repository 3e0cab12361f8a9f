import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TaskPage } from '@tandem/api/schemas'
import { createTestDb, testCitusUrl } from '@tandem/db/testing'
import { uuidv7 } from 'uuidv7'
import { afterAll, expect, test } from 'vitest'
import { SECRET, serve } from '../../testing/app.ts'
import { killAll, launchServer } from '../../testing/process.ts'
import { poll, type Replica, readEvents, type Seen, subscribe } from '../../testing/sync/replicas.ts'
import { seededRandom, writeAtRandom } from '../../testing/sync/writers.ts'

const database = await createTestDb()
const dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-sync-'))
const app = await serve(database)
afterAll(async () => {
  await killAll()
  await app.app.close()
  await database.close()
  await rm(dataDir, { recursive: true, force: true })
})

/** On PostgreSQL there are two server processes, on the embedded database one. */
const size = database.url
  ? { operations: 5_000, writers: 6, within: 600_000 }
  : { operations: 400, writers: 3, within: 300_000 }

/** The URLs of the servers. */
async function servers(): Promise<string[]> {
  if (!database.url) return [app.url]
  const settings = {
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    JWT_SECRET: SECRET,
    RATE_LIMIT_MAX: '0',
    RATE_LIMIT_AUTH_MAX: '0',
  }
  return Promise.all([launchServer(settings).url, launchServer(settings).url])
}

/** Records every revision and the state of its task, by triggers. Returns a function that reads the record. */
async function recordHistory(): Promise<() => Promise<Seen[]>> {
  const { client } = database
  await client.$executeRaw`CREATE TABLE history (user_id uuid, revision bigint, id uuid, title text, version int)`
  await client.$executeRaw`
    CREATE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_TABLE_NAME = 'deleted_tasks' THEN
        INSERT INTO history VALUES (NEW.user_id, NEW.revision, NEW.id, NULL, NULL);
      ELSIF TG_OP = 'INSERT' OR NEW.revision <> OLD.revision THEN
        INSERT INTO history VALUES (NEW.user_id, NEW.revision, NEW.id, NEW.title, NEW.version);
      END IF;
      RETURN NULL;
    END $$`
  await client.$executeRaw`
    CREATE TRIGGER keep_history AFTER INSERT OR UPDATE ON tasks FOR EACH ROW EXECUTE FUNCTION keep_history()`
  await client.$executeRaw`
    CREATE TRIGGER keep_history AFTER INSERT ON deleted_tasks FOR EACH ROW EXECUTE FUNCTION keep_history()`
  return async () => {
    const rows = await client.$queryRaw<
      { revision: bigint; id: string; title: string | null; version: number | null }[]
    >`SELECT revision, id, title, version FROM history ORDER BY revision`
    return rows.map(({ revision, id, title, version }) => ({
      revision: Number(revision),
      change: (title === null
        ? { type: 'delete', id }
        : { type: 'upsert', task: { id, title, version } }) as Seen['change'],
    }))
  }
}

/** An event with the columns of the history. */
function brief({ revision, change }: Seen) {
  if (change.type === 'delete') return { revision, change: { type: 'delete', id: change.id } }
  const { id, title, version } = change.task
  return { revision, change: { type: 'upsert', task: { id, title, version } } }
}

// The record is a table beside the tasks, which a shard does not have.
test.skipIf(testCitusUrl)(
  'every copy equals the server in the end, with concurrent writers and cut connections',
  {
    timeout: size.within,
  },
  async () => {
    const urls = await servers()
    const ada = await app.signIn()
    const history = await recordHistory()
    const random = seededRandom(7)
    const source = { urls, userId: ada.id, token: ada.token, random }
    const unmoved = await Promise.all(
      Array.from({ length: 60 }, (_, i) => ada.trpc.task.create.mutate({ title: `unmoved ${i}` })),
    )

    const replicas: Replica[] = [
      poll(source),
      readEvents(source),
      readEvents(source),
      await subscribe('sse', source),
      await subscribe('websocket', source),
    ]
    const ids = [uuidv7()]
    let writing = true
    const pager = (async () => {
      let passes = 0
      do {
        const paged = await pageThrough(urls, ada)
        expect(new Set(paged).size).toBe(paged.length)
        expect(paged).toEqual(expect.arrayContaining(unmoved.map(({ id }) => id)))
        passes++
      } while (writing)
      return passes
    })()
    const writers = Array.from({ length: size.writers }, (_, i) =>
      writeAtRandom({ ...source, seed: i + 1, ids, operations: Math.ceil(size.operations / size.writers) }),
    )
    const succeeded = (await Promise.all(writers)).reduce((a, b) => a + b)
    writing = false
    expect(await pager).toBeGreaterThan(0)
    expect(succeeded).toBeGreaterThan(size.operations / 4)

    const truth = await history()
    const last = truth.at(-1)?.revision ?? 0
    expect(truth.map(({ revision }) => revision)).toEqual(Array.from({ length: last }, (_, i) => i + 1))
    for (const replica of replicas)
      await expect.poll(() => replica.revision, { message: replica.name, timeout: 60_000 }).toBe(last)
    for (const replica of replicas) await replica.stop()

    const server = await everyTask(urls[0] ?? '', ada)
    const byRevision = new Map(truth.map((entry) => [entry.revision, entry]))
    for (const { name, seen, state } of replicas) {
      expect(state, name).toEqual(server)
      const revisions = seen.map(({ revision }) => revision)
      expect(revisions, name).toEqual([...new Set(revisions)].sort((a, b) => a - b))
      expect(seen.map(brief), name).toEqual(revisions.map((revision) => byRevision.get(revision)))
    }
  },
)

type User = Awaited<ReturnType<typeof app.signIn>>

/** The ids of all tasks, page by page from alternating servers, while others write. */
async function pageThrough(urls: string[], { id, token }: User): Promise<string[]> {
  const found: string[] = []
  let cursor = ''
  for (let page = 0; ; page++) {
    const url = `${urls[page % urls.length]}/api/v1/${id}/tasks?limit=25${cursor}`
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
    const body = (await answer.json()) as TaskPage
    found.push(...body.data.map((task) => task.id))
    if (!body.page.hasMore) return found
    cursor = `&cursor=${body.page.nextCursor}`
  }
}

async function everyTask(url: string, { id, token }: User) {
  const tasks: TaskPage['data'] = []
  for (let offset = 0; ; offset += 100) {
    const answer = await fetch(`${url}/api/v1/${id}/tasks?limit=100&offset=${offset}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    const body = (await answer.json()) as TaskPage
    tasks.push(...body.data)
    if (!body.page.hasMore) return tasks.sort((a, b) => (a.id < b.id ? -1 : 1))
  }
}
