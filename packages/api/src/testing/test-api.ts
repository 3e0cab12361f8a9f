import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Database, Role } from '@tandem/db'
import type { Table } from '@tandem/db/tables'
import { createTables, createTestDb, type TestDatabase } from '@tandem/db/testing'
import { TRPCError } from '@trpc/server'
import { uuidv7 } from 'uuidv7'
import { onTestFinished } from 'vitest'
import type { Call } from '../core/call.ts'
import { createContext } from '../core/context.ts'
import { reportError } from '../core/errors.ts'
import type { Scope } from '../core/scopes.ts'
import type { Services } from '../core/services.ts'
import { createFiles } from '../file/removals.ts'
import { createDiskStore } from '../file/storage/disk-store.ts'
import { createAccessTokens } from '../identity/credentials/access-token.ts'
import { createApiKeys } from '../identity/credentials/api-key.ts'
import { createRefreshTokens } from '../identity/credentials/refresh-token.ts'
import { createLinkTokens } from '../identity/links/link-token.ts'
import { followRevocations } from '../identity/sessions/revocations.ts'
import { createJobs } from '../jobs/queue.ts'
import { createIdempotency } from '../persistence/idempotency.ts'
import { createSeal } from '../persistence/seal.ts'
import { createCursorSigner } from '../persistence/signer.ts'
import { createTransact } from '../persistence/transaction.ts'
import { createAnswers } from '../resource/cache/answers.ts'
import { createMemoryStore } from '../resource/cache/memory-store.ts'
import { appRouter } from '../router.ts'
import { openTaskFeed } from '../task/sync/feed.ts'
import type { AccessCaller } from './access.ts'
import { localClient } from './local-client.ts'
import { createMailbox } from './mailbox.ts'

export const SECRET = 'a secret for tests that is long enough'

/** What files may have in tests of procedures. */
export const MAX_FILE_BYTES = 10_000

/** A clock that only `advance` moves. */
export function testClock(start = '2026-06-15T12:00:00.000Z') {
  let now = new Date(start).getTime()
  return Object.assign(() => new Date(now), {
    advance: (ms: number) => {
      now += ms
    },
  })
}

let shared: Promise<TestDatabase> | undefined

/** Closes the database of a test file. Modules outlive their test file, so `setup.ts` calls it after each one. */
export async function closeTestApi(): Promise<void> {
  const opened = shared
  // At once: if it could not be opened, the next test file tries again.
  shared = undefined
  if (folder) await rm(await folder, { recursive: true, force: true })
  folder = undefined
  await (await opened)?.close()
}

function sharedDb(): Promise<TestDatabase> {
  shared ??= createTestDb()
  return shared
}

let folder: Promise<string> | undefined

/** A folder for the files of a test file's database. */
function testFolder(): Promise<string> {
  folder ??= mkdtemp(path.join(tmpdir(), 'tandem-files-'))
  return folder
}

/** Runs `stop` after the current test. Outside a test nothing needs stopping before the database is closed. */
function stopAfterTest(stop: () => Promise<unknown>) {
  try {
    onTestFinished(async () => {
      await stop()
    })
  } catch {
    // Throws if no test is running.
  }
}

/** The real router over a real database, without a transport. All tests of a file share one database unless they pass their `own`. */
export async function testApi(own?: Database & { url?: string | undefined }) {
  const opened = own ?? (await sharedDb())
  const { client: db } = opened
  const clock = testClock()
  const transact = createTransact(opened)
  const revocations = await followRevocations({ database: opened, ttl: 900, clock })
  const taskFeed = await openTaskFeed(opened)
  // Each takes a connection to listen, and a file with many tests would use up the server's connections.
  stopAfterTest(() => Promise.all([revocations.stop(), taskFeed.stop()]))
  const mailbox = createMailbox()
  const services: Services = {
    db,
    run: opened.run,
    writesOf: opened.writesOf,
    transact,
    turns: opened.turns,
    apiKeys: createApiKeys({ db, run: opened.run, clock }),
    clock,
    observer: {},
    accessTokens: createAccessTokens({
      secret: SECRET,
      issuer: 'tandem',
      audience: 'tandem',
      ttl: 900,
      clock,
    }),
    refreshTokens: createRefreshTokens({ secret: SECRET, ttl: 30 * 86_400 }),
    revocations,
    idempotency: createIdempotency({ transact, seal: createSeal(SECRET), clock }),
    cursorSigner: createCursorSigner(SECRET),
    answers: createAnswers(createMemoryStore()),
    taskFeed,
    files: createFiles({
      db,
      store: createDiskStore(await testFolder()),
      maxBytes: MAX_FILE_BYTES,
      quotaBytes: 4 * MAX_FILE_BYTES,
    }),
    jobs: createJobs(),
    mailer: mailbox.mailer,
    linkTokens: createLinkTokens({ secret: SECRET }),
    appUrl: 'https://tasks.example.com/base',
    requireVerifiedEmail: false,
  }
  const call = (authorization?: string, more: Partial<Call> = {}) =>
    appRouter.createCaller(() =>
      createContext(services, {
        requestId: 'test',
        address: '192.0.2.1',
        calls: 1,
        takeFromLimit: async () => true,
        authorization,
        ...more,
      }),
    )

  /** Inserts a user with a session. They have no password, because hashing takes 50 ms. */
  const signIn = async (name = 'Ada', role: Role = 'user') => {
    const id = uuidv7()
    const sessionId = uuidv7()
    await db.user.create({ data: { id, name, role, email: `${id}@example.com`, passwordHash: '-' } })
    await db.session.create({
      data: { id: sessionId, userId: id, expiresAt: new Date(clock().getTime() + 86_400_000) },
    })
    const token = services.accessTokens.sign({ id, role, sessionId })
    const api = call(`Bearer ${token}`)
    /** The same user with an API key. */
    const apiWithKey = async (...scopes: Scope[]) => {
      const { key } = await api.apiKey.create({ name: 'key', scopes })
      return call(undefined, { apiKey: key })
    }
    return {
      id,
      sessionId,
      token,
      api,
      apiWithKey,
      db,
      trpc: localClient(api),
      withKey: async (scope: Scope) => localClient(await apiWithKey(scope)),
      admin: (): Promise<AccessCaller> => signIn('Grace', 'admin'),
    }
  }
  /** What a resource's calls need of a context, for tests that call no procedure. */
  const ctx = { ...services, caller: null, address: '192.0.2.1', hasLeft: undefined }
  const create = (script: string, declared: readonly Table[]) => createTables(opened, script, declared)
  return { db, clock, services, mailbox, ctx, call, anyone: call(), signIn, createTables: create }
}

export type TestApi = Awaited<ReturnType<typeof testApi>>

/** The error report of a call that must be rejected. */
export async function refusal(call: Promise<unknown>) {
  try {
    await call
  } catch (error) {
    if (error instanceof TRPCError) return reportError(error)
    throw error
  }
  throw new Error('The call was expected to be refused')
}
