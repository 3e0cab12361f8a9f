import Papa from 'papaparse'

/** The rows of a CSV file. Each has a text for each column. */
export interface Table {
  columns: string[]
  rows: string[][]
}

export const MAX_BYTES = 5_000_000
export const MAX_ROWS = 10_000

/** Why a file has no table that could be read. */
export type TableProblem = 'too large' | 'too many rows' | 'empty' | 'not text'

/** Reads a CSV file, whatever separates its values. The first row names the columns. */
export async function readTable(file: Blob): Promise<Table | TableProblem> {
  if (file.size > MAX_BYTES) return 'too large'
  const text = decoded(new Uint8Array(await file.arrayBuffer()))
  if (text.includes('\0')) return 'not text'
  const { data } = Papa.parse<string[]>(text, { skipEmptyLines: 'greedy' })
  const [header, ...rows] = data
  if (!header || rows.length === 0) return 'empty'
  if (rows.length > MAX_ROWS) return 'too many rows'
  const width = Math.max(...data.map((row) => row.length))
  const cells = (row: readonly string[]) => Array.from({ length: width }, (_, i) => row[i]?.trim() ?? '')
  return { columns: cells(header), rows: rows.map(cells) }
}

/** What programs that know no UTF-8 write is taken for what Windows writes in the west. */
function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
