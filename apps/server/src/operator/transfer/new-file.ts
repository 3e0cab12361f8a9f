import { randomBytes } from 'node:crypto'
import { constants, type WriteStream } from 'node:fs'
import { access, mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Writable } from 'node:stream'
import { StartError } from '../../boot/fail-start.ts'

/**
 * Writes a new file that only this user may read. It has its name once it is complete and on disk; before that it is beside it, and
 * nothing is left of it if `write` fails.
 *
 * @throws StartError where there is such a file already
 */
export async function writeNewFile(file: string, write: (stream: Writable) => Promise<void>): Promise<void> {
  const folder = path.dirname(file)
  await demandNew(file)
  const draft = `${file}.${randomBytes(6).toString('hex')}.partial`
  const handle = await open(draft, 'wx', 0o600)
  const stream = handle.createWriteStream({ flush: true })
  try {
    await write(stream)
    // It may have been made meanwhile.
    await demandNew(file)
    await rename(draft, file)
  } catch (error) {
    await closed(stream)
    await rm(draft, { force: true })
    throw error
  }
  // A rename is safe once its folder is.
  const opened = await open(folder, 'r')
  await opened.sync().finally(() => opened.close())
}

/** Resolves once nothing happens to the file any more. */
function closed(stream: WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.closed) resolve()
    stream.on('error', () => {})
    stream.once('close', resolve)
    stream.destroy()
  })
}

async function demandNew(file: string): Promise<void> {
  const isThere = await access(file, constants.F_OK).then(
    () => true,
    () => false,
  )
  if (isThere) throw new StartError(`${file} is there already, and is not overwritten`)
}

/** Makes a folder that only this user may read, and those above it. */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
}
