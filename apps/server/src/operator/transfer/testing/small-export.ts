import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import type { Snapshot, StoredFile } from '@tandem/db/transfer'
import { writeExport } from '../format/write-export.ts'

export const FILE: StoredFile = {
  userId: '0190aaaa-0000-7000-8000-000000000001',
  id: '0190aaaa-0000-7000-8000-000000000002',
  size: 100_000,
  sha256: createHash('sha256').update(Buffer.alloc(100_000, 'x')).digest('hex'),
}

/** A snapshot with two tables and a file, without a database. */
const snapshotOf = (files: StoredFile[]): Snapshot => ({
  location: 'memory',
  migrations: ['1_init'],
  tables: [
    { name: 'notes', columns: ['id', 'text'], order: [] },
    { name: 'files', columns: ['user_id', 'id'], order: [] },
  ],
  async *rowsOf({ name }) {
    yield name === 'files'
      ? files.map(({ userId, id }) => JSON.stringify([userId, id]))
      : ['["1","a"]', '["2",null]']
  },
  async *files() {
    yield files
  },
})

export const SNAPSHOT = snapshotOf([FILE])

interface Small {
  files?: StoredFile[]
  has?: (key: string) => boolean
  onWarning?: (message: string) => void
}

/** What it is written with. */
export const writing = ({ has = () => true, onWarning = () => {} }: Small = {}) => ({
  store: {
    has: async (key: string) => has(key),
    read: (_key: string, start: number, end: number) => new Blob([Buffer.alloc(end - start, 'x')]).stream(),
  },
  createdAt: new Date('2026-11-29T00:00:00Z'),
  onProgress: () => {},
  onWarning,
})

/** The lines of an export. */
export async function smallExport(small: Small = {}): Promise<string[]> {
  const lines = writeExport(snapshotOf(small.files ?? [FILE]), writing(small))
  const texts: string[] = []
  for await (const text of lines) texts.push(text)
  return texts.join('').trimEnd().split('\n')
}

/** A file of these lines, as it is on disk. */
export const zipped = (lines: string[]) => gzipSync(`${lines.join('\n')}\n`)

/** The lines with checksums that fit them: what somebody would make who knows the format. */
export function forged(lines: string[]): string[] {
  const whole = createHash('sha256')
  let table = createHash('sha256')
  let rows = 0
  return lines.map((line) => {
    if (line.startsWith('[')) {
      table.update(`${line}\n`)
      rows++
    }
    if (!line.startsWith('{')) return line
    const mark = JSON.parse(line)
    if (mark.type === 'tableEnd') {
      Object.assign(mark, { rows, sha256: table.digest('hex') })
      table = createHash('sha256')
      rows = 0
    }
    if (mark.type === 'end') return JSON.stringify({ ...mark, sha256: whole.digest('hex') })
    const text = JSON.stringify(mark)
    whole.update(`${text}\n`)
    return text
  })
}

export const streamOf = (bytes: Uint8Array) => Readable.from([bytes])
