/** A section of the report: a heading, an introduction and a table. */
export interface ReportSection {
  heading: string
  text?: string
  columns: readonly string[]
  rows: string[][]
  /** Whether there were wrong answers, which make the figures meaningless. */
  invalid?: boolean
}

export function toMarkdown({ heading, text, columns, rows }: ReportSection): string {
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...rows.map((row) => (row[i] ?? '').length)),
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  const table = [line(columns), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
  return [`## ${heading}`, ...(text ? [text] : []), table].join('\n\n')
}

export interface Target {
  label: string
  isMet: boolean
}

/** `name` tells several targets of a row apart. A figure that could not be measured meets no target. */
export function atLeast(limit: number, figure: number, name = ''): Target {
  return { label: `${name} ≥ ${limit}`.trim(), isMet: figure >= limit }
}

export function atMost(limit: number, figure: number, name = ''): Target {
  return { label: `${name} ≤ ${limit}`.trim(), isMet: figure <= limit }
}

/** The cells `Target` and `Met`. The second names the targets that were missed. */
export function verdict(targets: readonly Target[]): [string, string] {
  const missed = targets.filter(({ isMet }) => !isMet).map(({ label }) => label)
  const met = missed.length > 0 ? `**no** (${missed.join(', ')})` : 'yes'
  return [targets.map(({ label }) => label).join(', '), met]
}
