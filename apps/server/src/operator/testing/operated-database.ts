import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough, Readable, type Writable } from 'node:stream'
import { createDb, type Database } from '@tandem/db'
import { createTestDb, fillDataDir, testEngine, throughPooler } from '@tandem/db/testing'
import { runCommand } from '../operator.ts'

interface Streams {
  input?: Readable
  output?: Writable
}

/** Runs a command as in a process of its own. Returns its exit code, and all that was printed. */
export async function operate(variables: Record<string, string>, args: string[], streams: Streams = {}) {
  let output = ''
  const print = (text: string) => {
    output += text
  }
  const code = await runCommand(args, {
    program: 'tandem',
    variables: throughPooler(variables),
    out: print,
    err: print,
    isTerminal: false,
    input: Readable.from([]),
    output: new PassThrough(),
    ...streams,
  })
  return { code, output }
}

/** A database for commands of the operator's tool, each of which opens and closes it, as they do in a process of their own. */
export async function operatedDatabase() {
  const shared = testEngine === 'postgresql' ? await createTestDb() : undefined
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-operator-'))
  if (!shared) await fillDataDir(dataDir, 'migrated')
  const variables = {
    DATABASE_URL: shared?.url ?? '',
    DATA_DIR: dataDir,
    APP_URL: 'https://tasks.example.com',
  }
  return {
    run: (...args: string[]) => operate(variables, args),
    /** Works on the database between commands. */
    use: async <T>(work: (database: Database) => Promise<T>): Promise<T> => {
      const database = await createDb(shared?.url, { dataDir, migrate: false })
      try {
        return await work(database)
      } finally {
        await database.close()
      }
    },
    close: async () => {
      await shared?.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
