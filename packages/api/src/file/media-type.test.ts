import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { inspect } from './media-type.ts'

const typeOf = async (...parts: (string | Uint8Array<ArrayBuffer>)[]) =>
  (await inspect(new Blob(parts))).mediaType
const hex = (bytes: string) => new Uint8Array(Buffer.from(bytes.replaceAll(' ', ''), 'hex'))

/** A ZIP with one entry, as far as its beginning goes. */
function zip(name: string, content: string, method: 0 | 8 = 0): Uint8Array<ArrayBuffer> {
  const data = method === 8 ? deflateRawSync(content) : Buffer.from(content)
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(20, 4)
  head.writeUInt16LE(method, 8)
  head.writeUInt32LE(data.length, 18)
  head.writeUInt32LE(content.length, 22)
  head.writeUInt16LE(name.length, 26)
  return new Uint8Array(
    Buffer.concat([head, Buffer.from(name), data, Buffer.from('PK\x05\x06'), Buffer.alloc(18)]),
  )
}

const png = hex(
  '89504e470d0a1a0a 0000000d 49484452 00000001 00000001 08 06 000000 1f15c489 00000000 49454e44 ae426082',
)
const contentTypes = (type: string) =>
  `<?xml version="1.0"?><Types><Override PartName="/a" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`

test.each([
  ['image/png', png],
  ['image/jpeg', hex('ffd8ffe0 0010 4a46494600 0101 00 0001 0001 0000 ffd9')],
  ['image/gif', hex('474946383961 0100 0100 00 00 00 3b')],
  ['image/webp', hex('52494646 1a000000 57454250 56503820')],
  ['application/pdf', '%PDF-1.7\n1 0 obj'],
  ['application/zip', zip('a.txt', 'text')],
  ['application/vnd.oasis.opendocument.text', zip('mimetype', 'application/vnd.oasis.opendocument.text')],
  [
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    zip('[Content_Types].xml', contentTypes('wordprocessingml.document'), 8),
  ],
  ['text/plain', 'text'],
  ['text/plain', ''],
  ['text/plain', '\ufeffGrüße 日本 🦊\r\n\tx < y'],
  ['text/plain', 'BM is also how a bitmap begins'],
  ['text/plain', '<3'],
])('is %s', async (type, content) => {
  expect(await typeOf(content)).toBe(type)
})

describe('cannot be kept:', () => {
  test.each([
    ['HTML', '<!DOCTYPE html><title>x</title>'],
    ['HTML after white space', `${' \n'.repeat(5_000)}<html>`],
    ['HTML after a byte order mark', '\ufeff<body onload=alert(1)>'],
    ['a comment of HTML', '<!-- x --><script>alert(1)</script>'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['SVG after its declaration', '<?xml version="1.0"?><svg/>'],
    ['XML', '<?xml version="1.0"?><a/>'],
    ['RTF', '{\\rtf1 x}'],
    ['PostScript', '%!PS-Adobe-3.0'],
    ['NUL', 'text\0'],
    ['a control character at the end', `${'x'.repeat(200_000)}\x1b`],
    ['no UTF-8', hex('74 ff')],
    ['half a character at the end', hex('74 c3')],
    ['UTF-16', hex('fffe 7400 6500')],
    ['a program', hex('7f454c46 02010100 0000000000000000')],
    ['a program of Windows', hex('4d5a9000 0300000004000000')],
    ['a program of Java', zip('META-INF/MANIFEST.MF', 'x')],
    ['BMP', hex('424d 46000000 00000000 36000000')],
    ['MP4', hex('00000018 66747970 6d703432')],
  ])('%s', async (_, content) => {
    expect(await typeOf(content)).toBeUndefined()
  })
})

test('a polyglot is what its beginning says, whatever comes after it', async () => {
  expect(await typeOf(png, '<script>alert(1)</script>')).toBe('image/png')
  expect(await typeOf('%PDF-1.7\n', '<html>')).toBe('application/pdf')
  expect(await typeOf('<html>', png)).toBeUndefined()
})

test('a ZIP bomb is a ZIP, and costs what its beginning does', async () => {
  const bomb = zip('[Content_Types].xml', ' '.repeat(200_000_000), 8)
  const before = process.memoryUsage().rss
  expect(await typeOf(bomb)).toBe('application/zip')
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
})

test('has the length and the SHA-256 of all of it', async () => {
  const parts = Array.from({ length: 100 }, () => 'x'.repeat(10_000))
  expect(await inspect(new Blob(parts))).toEqual({
    mediaType: 'text/plain',
    size: 1_000_000,
    sha256: '1b977e9f84f1b26b6ed7f68b0498faee2385ea4125bd29adce4a7d9106ba3134',
  })
})
