/**
 * The hash of a user's id by which Citus finds its shard: PostgreSQL's `uuid_hash`, Bob Jenkins' lookup3 of 16 bytes, as a signed
 * integer. (src/common/hashfn.c in PostgreSQL.)
 */
export function hashUser(id: string): number {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex')
  let a = (0x9e3779b9 + bytes.length + 3923095) | 0
  let b = a
  let c = a
  const word = (at: number) => bytes.readInt32LE(at)
  const turn = (value: number, bits: number) => (value << bits) | (value >>> (32 - bits))

  a = (a + word(0)) | 0
  b = (b + word(4)) | 0
  c = (c + word(8)) | 0
  a = ((a - c) | 0) ^ turn(c, 4)
  c = (c + b) | 0
  b = ((b - a) | 0) ^ turn(a, 6)
  a = (a + c) | 0
  c = ((c - b) | 0) ^ turn(b, 8)
  b = (b + a) | 0
  a = ((a - c) | 0) ^ turn(c, 16)
  c = (c + b) | 0
  b = ((b - a) | 0) ^ turn(a, 19)
  a = (a + c) | 0
  c = ((c - b) | 0) ^ turn(b, 4)
  b = (b + a) | 0

  a = (a + word(12)) | 0
  c = ((c ^ b) - turn(b, 14)) | 0
  a = ((a ^ c) - turn(c, 11)) | 0
  b = ((b ^ a) - turn(a, 25)) | 0
  c = ((c ^ b) - turn(b, 16)) | 0
  a = ((a ^ c) - turn(c, 4)) | 0
  b = ((b ^ a) - turn(a, 14)) | 0
  return ((c ^ b) - turn(b, 24)) | 0
}
