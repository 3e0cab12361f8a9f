import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { root } from '../folders.ts'
import { message, say } from '../log.ts'
import { parentOf, pinFamily } from './cores.ts'

const DEFAULT_URL = 'postgresql://postgres@127.0.0.1:5432/postgres'

export interface Postgres {
  /** Of the database to make others from. */
  url: string
  version: string
  /** Whether it was moved away from the servers' core. */
  pinned: boolean
  stop(): void
}

/** The PostgreSQL server that was named, or the one that is there, or one of our own that ends with {@link Postgres.stop}. */
export async function openPostgres(named: string | undefined, cores: string | null): Promise<Postgres> {
  const { url, stop } = named ? { url: named, stop: () => {} } : findOrStart()
  try {
    return await withClient(url, async (client) => {
      const { rows } = await client.query(
        'SELECT pg_backend_pid() AS pid, current_setting($1) AS version, inet_server_addr() = inet_client_addr() AS here',
        ['server_version'],
      )
      const { pid, version, here } = rows[0]
      const release = here === false ? undefined : pinPostmaster(pid, cores)
      return {
        url,
        version,
        pinned: release !== undefined,
        stop: () => {
          release?.()
          stop()
        },
      }
    })
  } catch (error) {
    stop()
    throw new Error(`no PostgreSQL at ${new URL(url).host}: ${message(error)}`, { cause: error })
  }
}

/** `.ci/postgres` knows how to; a server that it starts is in a folder of its own under the system's temporary one. */
function findOrStart(): { url: string; stop: () => void } {
  const directory = mkdtempSync(path.join(tmpdir(), 'tandem-bench-'))
  const run = (command: string) =>
    execFileSync('.ci/postgres', [command, directory], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  const url = run('start').trim().split('\n').at(-1) || DEFAULT_URL
  if (!existsSync(path.join(directory, 'postgres'))) {
    rmSync(directory, { recursive: true })
    return { url, stop: () => {} }
  }
  say('no PostgreSQL answers: a temporary one was started')
  return {
    url,
    stop: () => {
      run('stop')
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function pinPostmaster(backend: number, cores: string | null): (() => void) | undefined {
  const postmaster = parentOf(backend)
  if (cores === null || !postmaster || postmaster === 1) return undefined
  try {
    return pinFamily(postmaster, cores)
  } catch (error) {
    say(`PostgreSQL stays on all cores: ${message(error)}`)
    return undefined
  }
}

export async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

/** The same server, another database. */
export function databaseUrl(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}
