import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { LazyFile } from '@tandem/api'

const READ_BYTES = 64 * 1024

/**
 * Bytes on disk for as long as a request lasts. The file has no name in its folder, so that nothing is left of it however this
 * process ends.
 */
export class Spool {
  readonly #handle: FileHandle
  #size = 0
  #closed: Promise<void> | undefined

  private constructor(handle: FileHandle) {
    this.#handle = handle
  }

  static async open(folder: string): Promise<Spool> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const name = path.join(folder, randomUUID())
    const handle = await open(name, 'wx+', 0o600)
    await rm(name, { force: true })
    return new Spool(handle)
  }

  /** Removes the names that are left of processes that were killed before they could. A spool that is being opened loses nothing by it. */
  static async clear(folder: string): Promise<void> {
    const names = await readdir(folder).catch(() => [])
    await Promise.all(names.map((name) => rm(path.join(folder, name), { force: true })))
  }

  async write(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      const { bytesWritten } = await this.#handle.write(chunk, at, chunk.length - at, this.#size)
      at += bytesWritten
      this.#size += bytesWritten
    }
  }

  /** What has been written, as a file that is read from the disk. */
  toFile(name: string, type: string): File {
    return new LazyFile(name, type, this.#size, (start, end) => this.#read(start, end))
  }

  #read(start: number, end: number): ReadableStream<Uint8Array> {
    let at = start
    return new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const buffer = new Uint8Array(Math.min(READ_BYTES, end - at))
        const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, at)
        at += bytesRead
        if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead))
        if (at >= end || bytesRead === 0) controller.close()
      },
    })
  }

  close(): Promise<void> {
    this.#closed ??= this.#handle.close()
    return this.#closed
  }
}
