import { createHash, randomBytes, randomUUID } from 'node:crypto'

/** What a PDF begins with: the server tells the type by the content. */
const SIGNATURE = '%PDF-1.7\n'
const BLOCK_BYTES = 1024 * 1024

/** A file of random bytes, made piece by piece, so that the load is not what needs the memory. */
export interface RandomFile {
  bytes: number
  sha256: string
  /** The headers and the body of an upload. */
  headers: Record<string, string>
  form(): Generator<Buffer>
}

/** The bytes repeat after a megabyte: making new ones would take longer than sending them. */
export function randomFile(bytes: number): RandomFile {
  const block = randomBytes(BLOCK_BYTES)
  function* content(): Generator<Buffer> {
    const beginning = Buffer.from(SIGNATURE).subarray(0, bytes)
    yield beginning
    for (let left = bytes - beginning.length; left > 0; left -= BLOCK_BYTES) yield block.subarray(0, left)
  }
  const hash = createHash('sha256')
  for (const piece of content()) hash.update(piece)

  const boundary = randomUUID()
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="random.pdf"\r\n` +
      'Content-Type: application/pdf\r\n\r\n',
  )
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  return {
    bytes,
    sha256: hash.digest('hex'),
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(head.length + bytes + tail.length),
    },
    *form() {
      yield head
      yield* content()
      yield tail
    },
  }
}
