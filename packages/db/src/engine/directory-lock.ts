import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

interface Holder {
  pid: number
  /** What tells the process from a later one with the same pid; null where the system does not say. */
  started: string | null
  token: string
}

/** Takes a lock file for this process and returns how to release it; throws the holder's pid when it is taken. */
export function lockFile(file: string): () => void {
  const own: Holder = { pid: process.pid, started: startOf(process.pid), token: randomUUID() }
  const draft = `${file}.${own.token}`
  // Linking publishes the file with its content in one step: no one ever reads half a lock.
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

/** Somebody else, alive, holds the lock. */
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

/** Removes a lock whose holder is gone. Another process may have done so already, and hold a new one by now. */
function removeStale(file: string, token: string | undefined): void {
  const removed = `${file}.${randomUUID()}`
  try {
    renameSync(file, removed)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  if (read(removed)?.token !== token) link(removed, file)
  rmSync(removed, { force: true })
}

function read(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    // A machine that lost power may leave an empty file. Nobody can hold a lock that names nobody.
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return
    throw error
  }
}

function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it lives, as another user.
    if (codeOf(error) !== 'EPERM') return false
  }
  return startOf(pid) === started
}

/** The boot and the clock tick at which a process started (Linux): pids come again, above all in containers. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the command in parentheses, which may hold anything.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (state === 'Z') return 'a zombie: killed, and holding nothing'
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[18]}`
  } catch {
    return null
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
