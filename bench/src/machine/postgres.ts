import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { root } from '../folders.ts'
import { errorMessage, log } from '../log.ts'
import { parentOf, pinFamily } from './cores.ts'

const DEFAULT_URL = 'postgresql://postgres@127.0.0.1:5432/postgres'

export interface Postgres {
  /** A database from which others can be created. */
  url: string
  version: string
  /** Whether it was moved away from the servers' core. */
  pinned: boolean
  /** Gives back its cores, and stops it if it is temporary. */
  stop(): void
}

/** Connects to the PostgreSQL server at `namedUrl`, else to the one at {@link DEFAULT_URL}, else starts a temporary one. */
export async function openPostgres(namedUrl: string | undefined, cores: string | null): Promise<Postgres> {
  const { url, stop } = namedUrl ? { url: namedUrl, stop: () => {} } : findOrStart()
  try {
    return await withClient(url, async (client) => {
      const { rows } = await client.query(
        'SELECT pg_backend_pid() AS pid, current_setting($1) AS version, inet_server_addr() = inet_client_addr() AS is_local',
        ['server_version'],
      )
      const { pid, version, is_local } = rows[0]
      const unpin = is_local === false ? undefined : pinPostmaster(pid, cores)
      return {
        url,
        version,
        pinned: unpin !== undefined,
        stop: () => {
          unpin?.()
          stop()
        },
      }
    })
  } catch (error) {
    stop()
    throw new Error(`no PostgreSQL at ${new URL(url).host}: ${errorMessage(error)}`, { cause: error })
  }
}

/** `.ci/postgres` finds a server or starts one, whose data is then in a `postgres` folder of the directory. */
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
  log('no PostgreSQL answers: started a temporary one')
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
    log(`PostgreSQL stays on all cores: ${errorMessage(error)}`)
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

/** The URL of another database on the same server. */
export function databaseUrl(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}
