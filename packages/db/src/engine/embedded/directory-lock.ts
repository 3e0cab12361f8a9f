import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

interface Holder {
  pid: number
  /** Tells the process from a later one with the same pid. Null where the system does not say. */
  started: string | null
  /** Tells the lock from any other. */
  token: string
}

/**
 * Takes a lock file for this process, and returns a function that releases it.
 *
 * @throws LockedError while another process holds it, or is about to take it over
 */
export function lockFile(file: string): () => void {
  const own: Holder = { pid: process.pid, started: startOf(process.pid), token: randomUUID() }
  const draft = `${file}.${own.token}`
  // A link makes the file appear with all its content: nobody can read half a lock.
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 })
  try {
    while (!link(draft, file)) {
      const holder = read(file)
      if (holder === 'none') continue
      if (isHeld(holder)) throw new LockedError(holder.pid)
      removeStale(file, holder)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  return () => {
    if (tokenOf(read(file)) === own.token) rmSync(file, { force: true })
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

/**
 * Removes a lock whose holder is gone. Only who holds a second lock, named after the first, may do so. So the first cannot
 * have been replaced between the look at it and its removal.
 */
function removeStale(file: string, stale: Read): void {
  const token = tokenOf(stale)
  const release = lockFile(`${file}.${token}.stale`)
  try {
    if (tokenOf(read(file)) === token) rmSync(file, { force: true })
  } finally {
    release()
  }
}

/** What is in a lock file. A loss of power can leave it empty, which is a lock without a holder. */
type Read = Holder | 'empty' | 'none'

function read(file: string): Read {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return 'empty'
    if (codeOf(error) === 'ENOENT') return 'none'
    throw error
  }
}

function tokenOf(lock: Read): string {
  return typeof lock === 'string' ? lock : lock.token
}

function isHeld(lock: Read): lock is Holder {
  return typeof lock !== 'string' && isAlive(lock)
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
