/** A part of the report: a heading, what has to be said, a table. */
export interface Part {
  heading: string
  text?: string
  columns: string[]
  rows: string[][]
  /** Whether something was answered wrongly: then the numbers mean nothing. */
  wrong?: boolean
}

export function toMarkdown({ heading, text, columns, rows }: Part): string {
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...rows.map((row) => (row[i] ?? '').length)),
  )
  const line = (cells: string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  const table = [line(columns), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
  return [`## ${heading}`, ...(text ? [text] : []), table].join('\n\n')
}

/** The last two columns of every table that has a target. */
export function verdict(target: string, met: boolean | undefined): [string, string] {
  return [target, met === undefined ? '' : met ? 'yes' : '**no**']
}
