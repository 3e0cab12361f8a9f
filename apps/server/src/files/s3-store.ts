import { Readable } from 'node:stream'
import type { FileStore } from '@tandem/api'
import { S3mini } from 's3mini'

/** Of one request that carries no file. */
const PAGE = 1_000

/**
 * Keeps files in a bucket of an S3-compatible store. The URL is `https://KEY:SECRET@HOST/BUCKET`, with a prefix of the keys after it
 * and `?region=…` where they are needed.
 */
export function createS3Store(url: string): FileStore {
  const { username, password, origin, pathname, searchParams } = new URL(url)
  const [bucket = '', ...folders] = pathname.split('/').filter(Boolean)
  const prefix = folders.map((folder) => `${folder}/`).join('')
  const s3 = new S3mini({
    accessKeyId: decodeURIComponent(username),
    secretAccessKey: decodeURIComponent(password),
    endpoint: `${origin}/${bucket}`,
    region: searchParams.get('region') ?? 'us-east-1',
  })

  async function* bytes(key: string, start: number, end: number): AsyncGenerator<Uint8Array> {
    if (start >= end) return
    const { body } = await s3.getObjectRaw(prefix + key, false, start, end)
    // Leaving the loop cancels the rest of the answer.
    if (body)
      for await (const chunk of body as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>) yield chunk
  }

  return {
    // A request with a `Blob` has its length, and sends it piece by piece.
    put: async (key, blob) => void (await s3.putObject(prefix + key, blob)),
    read: (key, start, end) =>
      Readable.toWeb(
        Readable.from(bytes(key, start, end), { objectMode: false }),
      ) as ReadableStream<Uint8Array>,
    has: async (key) => (await s3.objectExists(prefix + key)) === true,
    delete: async (key) => void (await s3.deleteObject(prefix + key)),
    async *keys() {
      for (let token: string | undefined, isLast = false; !isLast; ) {
        const page = await s3.listObjectsPaged('/', prefix, PAGE, token)
        for (const { Key } of page?.objects ?? []) yield Key.slice(prefix.length)
        token = page?.nextContinuationToken
        isLast = token === undefined
      }
    },
    // A request that ends early stores nothing.
    removeUnfinished: async () => {},
  }
}
