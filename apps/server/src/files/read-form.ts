import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { Busboy } from '@fastify/busboy'
import type { ReadForm } from '@tandem/rest'
import { TRPCError } from '@trpc/server'
import { Spool } from './spool.ts'

interface FormOptions {
  /** Where files wait on disk. */
  folder: string
  /** What all files of a form may have together. */
  maxBytes: number
  /** Called before a body is read: one as long as this takes longer than others may. */
  onRead(req: IncomingMessage): void
}

/** The fields of a form, and the heads of its parts. */
const MAX_REST = 64 * 1024
const LIMITS = {
  fields: 20,
  fieldSize: 16 * 1024,
  fieldNameSize: 200,
  parts: 40,
  headerPairs: 40,
  headerSize: 8 * 1024,
}

/** Reads forms whose files go to disk as they arrive, so that memory holds no more than a piece of each. */
export function createFormReader({ folder, maxBytes, onRead }: FormOptions): ReadForm {
  return async ({ raw }, reply) => {
    if (Number(raw.headers['content-length'] ?? 0) > maxBytes + MAX_REST) throw tooLarge(maxBytes)
    const form = new FormData()
    const busboy = parserOf(raw)
    const files = new Set<Readable>()
    const spools: Spool[] = []
    const closeAll = () => {
      for (const spool of spools) spool.close().catch(() => {})
    }
    reply.raw.once('close', closeAll)

    let received = 0
    const keep = async (stream: Readable, name: string, fileName: string, type: string) => {
      const spool = await Spool.open(folder)
      spools.push(spool)
      // The client has left before there was a file to close.
      if (reply.raw.destroyed) closeAll()
      let size = 0
      for await (const chunk of stream) {
        size += chunk.length
        if (size > maxBytes) throw tooLarge(maxBytes)
        await spool.write(chunk)
      }
      form.append(name, spool.toFile(fileName, type))
    }

    onRead(raw)
    try {
      await new Promise<void>((resolve, reject) => {
        const kept: Promise<void>[] = []
        busboy.on('field', (name, value, isNameCut, isValueCut) => {
          if (isNameCut || isValueCut) reject(tooLarge(MAX_REST))
          else form.append(name, value)
        })
        busboy.on('file', (name, stream, fileName, _encoding, type) => {
          files.add(stream)
          // At once: nobody reads it yet while its spool is being opened, and an error that nobody hears ends the process.
          stream.on('error', (cause) => reject(unreadable('it ended early', cause)))
          const part = keep(stream, name, unescaped(fileName), type)
          part.catch(reject)
          kept.push(part)
        })
        for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const)
          busboy.on(limit, () => reject(unreadable('too many parts')))
        busboy.on('error', (cause) => reject(unreadable('it is not valid multipart/form-data', cause)))
        busboy.on('finish', () => Promise.all(kept).then(() => resolve(), reject))
        raw.on('data', (chunk: Buffer) => {
          received += chunk.length
          if (received > maxBytes + MAX_REST) reject(tooLarge(maxBytes))
        })
        raw.once('close', () => {
          if (!raw.complete) reject(unreadable('it ended early'))
        })
        raw.pipe(busboy)
      })
    } catch (error) {
      // The rest is read and dropped, so that the client gets to read the answer.
      raw.unpipe(busboy)
      raw.resume()
      for (const stream of files) stream.destroy()
      closeAll()
      throw isFull(error) ? diskFull(error) : error
    }
    return form
  }
}

function parserOf({ headers }: IncomingMessage) {
  try {
    return new Busboy({
      headers: { ...headers, 'content-type': headers['content-type'] ?? '' },
      // The procedure refuses a path; without it, `../a` would be taken for `a`.
      preservePath: true,
      // A part with a name of a file is one, though the name is empty.
      isPartAFile: (_name, _type, fileName) => fileName !== undefined,
      limits: LIMITS,
    })
  } catch (cause) {
    throw unreadable('it is not valid multipart/form-data', cause)
  }
}

/** As browsers write a name that a header could not hold. */
function unescaped(fileName: string | undefined): string {
  return (fileName ?? '').replaceAll(/%0a/gi, '\n').replaceAll(/%0d/gi, '\r').replaceAll('%22', '"')
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}

function diskFull(cause: unknown) {
  return new TRPCError({ code: 'SERVICE_UNAVAILABLE', message: 'The disk is full; try again later', cause })
}

function tooLarge(maxBytes: number) {
  return new TRPCError({
    code: 'PAYLOAD_TOO_LARGE',
    message: `A form has files of at most ${maxBytes} bytes`,
  })
}

function unreadable(why: string, cause?: unknown) {
  return new TRPCError({ code: 'BAD_REQUEST', message: `The body cannot be read: ${why}`, cause })
}
