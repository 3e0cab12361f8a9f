import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

interface Holder {
  pid: number
  /** Tells the process from a later one with the same pid. Null where the system does not say. */
  started: string | null
  /** Tells the lock from any other. */
  token: string
}

/** Takes a lock file for this process, and returns a function that releases it. Throws a {@link LockedError} while another process holds it. */
export function lockFile(file: string): () => void {
  const own: Holder = { pid: process.pid, started: startOf(process.pid), token: randomUUID() }
  const draft = `${file}.${own.token}`
  // A link makes the file appear with all its content: nobody can read half a lock.
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 })
  try {
    while (!link(draft, file)) {
      const holder = read(file)
      if (holder && isAlive(holder)) throw new LockedError(holder.pid)
      removeStale(file, holder?.token)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  return () => {
    if (read(file)?.token === own.token) rmSync(file, { force: true })
  }
}

/** A running process holds the lock. */
export class LockedError extends Error {
  readonly pid: number

  constructor(pid: number) {
    super(`locked by process ${pid}`)
    this.pid = pid
  }
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Removes a lock whose holder is gone, unless another process has replaced it by a lock of its own. */
function removeStale(file: string, token: string | undefined): void {
  const removed = `${file}.${randomUUID()}`
  try {
    renameSync(file, removed)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  // It was another's, taken since: put back.
  if (read(removed)?.token !== token) link(removed, file)
  rmSync(removed, { force: true })
}

function read(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    // A loss of power can leave an empty file, which is a lock without a holder.
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return
    throw error
  }
}

function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: the process runs as another user.
    if (codeOf(error) !== 'EPERM') return false
  }
  return startOf(pid) === started
}

/** The boot and the clock tick at which a process started (Linux). Pids are reused, above all in containers. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the command in parentheses, which can contain spaces and parentheses.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (state === 'Z') return 'a zombie, which holds nothing any more'
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[18]}`
  } catch {
    return null
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
