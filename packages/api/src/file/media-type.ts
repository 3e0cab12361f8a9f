import { createHash } from 'node:crypto'

/** What can be uploaded beside plain text. */
const ALLOWED = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/pdf',
  'application/zip',
])
const OFFICE =
  /^application\/vnd\.(?:openxmlformats-officedocument|oasis\.opendocument|ms-(?:word|excel|powerpoint))\./

/** Text in a language of its own, which is not taken for plain text. */
const MARKED = new Set(['application/rtf', 'application/postscript', 'application/eps'])

/**
 * As much as is looked at to tell a type. Of a ZIP, an entry in it may be inflated, to tell what kind of document it is: what
 * so few bytes can become is small.
 */
const HEAD_BYTES = 4_100

/** What a file's bytes say about it. */
export interface Inspected {
  /** Undefined for a type that cannot be uploaded. */
  mediaType: string | undefined
  sha256: string
  size: number
}

/** Reads a file once, piece by piece: its type by the content, its length and its hash. */
export async function inspect(file: Blob): Promise<Inspected> {
  const hash = createHash('sha256')
  const text = new PlainText()
  const head: Uint8Array[] = []
  let size = 0
  for await (const chunk of file.stream()) {
    hash.update(chunk)
    text.read(chunk)
    if (size < HEAD_BYTES) head.push(chunk.subarray(0, HEAD_BYTES - size))
    size += chunk.length
  }
  const mediaType = await typeOf(Buffer.concat(head), text.end())
  return { mediaType, sha256: hash.digest('hex'), size }
}

async function typeOf(head: Uint8Array, isText: boolean): Promise<string | undefined> {
  const mime = await detect(head)
  if (mime !== undefined && (ALLOWED.has(mime) || OFFICE.test(mime))) return mime
  // Two letters at the start of a text may be the signature of another type.
  return isText && !MARKED.has(mime ?? '') ? 'text/plain' : undefined
}

/** A ZIP whose beginning does not tell more is a ZIP. */
async function detect(head: Uint8Array): Promise<string | undefined> {
  const isZip = Buffer.from(head).toString('latin1', 0, 4) === 'PK\x03\x04'
  const { fileTypeFromBuffer } = await import('file-type')
  try {
    return (await fileTypeFromBuffer(head))?.mime ?? (isZip ? 'application/zip' : undefined)
  } catch {
    return isZip ? 'application/zip' : undefined
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: tab, line feed, form feed and carriage return are allowed
const CONTROLS = /[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]/

/** What a browser would take for a page, an image or a feed: HTML, SVG, XML. */
const MARKUP = /^\s*<[a-z/!?]/i

/** Whether bytes are plain text: UTF-8 without control characters, and no markup. */
class PlainText {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })
  #isPlain = true
  /** The beginning, until there is more than white space. */
  #start = ''

  read(chunk?: Uint8Array): void {
    if (!this.#isPlain) return
    try {
      const text = this.#decoder.decode(chunk, { stream: chunk !== undefined })
      if (this.#start.length < 2) this.#start = (this.#start + text).trimStart().slice(0, 2)
      this.#isPlain = !CONTROLS.test(text) && !MARKUP.test(this.#start)
    } catch {
      this.#isPlain = false
    }
  }

  end(): boolean {
    this.read()
    return this.#isPlain
  }
}
