import { randomUUID } from 'node:crypto'
import { onTestFinished } from 'vitest'
import type { Connection } from '../engine/connection.ts'
import { catalogOf } from '../testing/catalog.ts'
import { type Copy, openMigrated, readCopy } from './copy.fixture.ts'
import { MOVED } from './tables.ts'

/** A database that is closed when the test ends. */
export async function opened(opening = openMigrated()): Promise<Connection> {
  const connection = await opening
  onTestFinished(() => connection.close())
  return connection
}

const [user, project, changed, gone, session] = Array.from({ length: 5 }, () => randomUUID())

export { changed, session, user }

/** A user with something of everything that a trigger touches. */
export async function opulent(): Promise<Connection> {
  const connection = await opened()
  await connection.pool.query(`
    INSERT INTO users (id, email, name, password_hash) VALUES ('${user}', 'ada@example.com', 'Ada', '-');
    INSERT INTO projects (user_id, id, name) VALUES ('${user}', '${project}', 'Straße "{a,b}" \\ NULL');
    INSERT INTO tasks (user_id, id, title, tags, due_at, reminder, project_id) VALUES
      ('${user}', '${changed}', E'a\\nb\\t"c"', '{"x y",NULL_,"q\\"\\\\"}', now() + interval '1 year', 60, '${project}'),
      ('${user}', '${gone}', '日本語 🧑‍🚀', '{}', NULL, NULL, NULL);
    UPDATE tasks SET status = 'done' WHERE id = '${changed}';
    UPDATE tasks SET status = 'todo' WHERE id = '${changed}';
    INSERT INTO comments (user_id, task_id, id, body) VALUES ('${user}', '${gone}', '${randomUUID()}', 'kept with its task');
    INSERT INTO files (user_id, task_id, id, name, media_type, size, sha256)
      VALUES ('${user}', '${gone}', '${randomUUID()}', 'a.txt', 'text/plain', 7, '${'a'.repeat(64)}');
    DELETE FROM tasks WHERE id = '${gone}';
    INSERT INTO api_keys (id, user_id, name, prefix, hash, scopes)
      VALUES ('${randomUUID()}', '${user}', 'k', 'tk_', '\\x00ff27', '{tasks:read}');
    INSERT INTO idempotency_keys (user_id, key, fingerprint, answer) VALUES ('${user}', 'b', '\\x01', '\\x'), ('${user}', 'B', '\\x01', '\\x');
    INSERT INTO sessions (id, user_id, expires_at) VALUES ('${session}', '${user}', now() + interval '1 day');
    INSERT INTO pgboss.queue (name, policy) VALUES ('send', 'standard');
    INSERT INTO pgboss.job (name, data) VALUES ('send', '{"to":"ada@example.com","n":12345678901234567890.10}'), ('send', 'null');`)
  return connection
}

/** What can be read of it, once for all tests. */
let read: Promise<Copy> | undefined
export const opulentCopy = async () => {
  read ??= opulent().then(readCopy)
  return structuredClone(await read)
}

export const schemaOf = (connection: Connection) =>
  catalogOf(async (sql) => (await connection.pool.query<object>(sql)).rows)
export const epochOf = async (connection: Connection) =>
  (await connection.pool.query<{ value: string }>('SELECT value FROM sync_epoch')).rows[0]?.value

/** What an export has of the table `users`. */
export const users = MOVED[0] ?? { name: '', columns: [], order: [] }
