import { crc32, deflateSync } from 'node:zlib'
import type { JSHandle, Page } from 'playwright-core'

/** A file as Playwright takes it. */
export interface SampleFile {
  name: string
  mimeType: string
  buffer: Buffer
}

export const textFile = (name: string, text = 'text'): SampleFile => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(text),
})

/** An image of one colour. */
export function pngFile(name: string, { width = 640, height = 400, color = [59, 79, 216] } = {}): SampleFile {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // 8 bits for each of red, green and blue.
  header.set([8, 2], 8)
  const row = Buffer.from([0, ...Array.from({ length: width }, () => color).flat()])
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const buffer = Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ])
  return { name, mimeType: 'image/png', buffer }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}

export const toFile = ({ name, mimeType, buffer }: SampleFile) =>
  new File([new Uint8Array(buffer)], name, { type: mimeType })

/** What a browser passes with files that are dragged or pasted. */
export function transferOf(page: Page, files: readonly SampleFile[]): Promise<JSHandle<DataTransfer>> {
  const sent = files.map(({ name, mimeType, buffer }) => ({
    name,
    mimeType,
    base64: buffer.toString('base64'),
  }))
  return page.evaluateHandle((given) => {
    const transfer = new DataTransfer()
    for (const { name, mimeType, base64 } of given) {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
      transfer.items.add(new File([bytes], name, { type: mimeType }))
    }
    return transfer
  }, sent)
}
