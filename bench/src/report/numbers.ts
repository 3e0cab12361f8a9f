export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const upper = sorted[Math.floor(middle)] ?? Number.NaN
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? upper) + upper) / 2 : upper
}

/** The smallest of the values that at least `share` of them do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** Three significant digits, or all those before the point: 12,345 · 123 · 12.3 · 1.23. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2
  return value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
}

/** The median, followed by the minimum and the maximum when there is more than one value. */
export function medianAndRange(values: readonly number[]): string {
  if (values.length < 2) return formatNumber(median(values))
  const range = `${formatNumber(Math.min(...values))}–${formatNumber(Math.max(...values))}`
  return `${formatNumber(median(values))} (${range})`
}

export function formatPercent(share: number): string {
  return `${Math.round(share * 100)} %`
}
