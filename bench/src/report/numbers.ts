export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const upper = sorted[Math.floor(middle)] ?? Number.NaN
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? upper) + upper) / 2 : upper
}

/** The value that `share` of the others are not above. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** Three digits that say something: 12,345 · 123 · 12.3 · 1.23. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2
  return value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
}

/** The median of several, and between what they lie when there is more than one. */
export function spread(values: readonly number[]): string {
  if (values.length < 2) return short(median(values))
  return `${short(median(values))} (${short(Math.min(...values))}–${short(Math.max(...values))})`
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
