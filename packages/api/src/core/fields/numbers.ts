import { z } from 'zod'

/** The range of `int` in PostgreSQL. */
const MIN_INT = -2_147_483_648
const MAX_INT = 2_147_483_647

/** An integer of 32 bits. */
export function integer({ min = MIN_INT, max = MAX_INT }: { min?: number; max?: number } = {}) {
  return z.int().min(min).max(max)
}

interface DecimalRule {
  /** How many digits there are, those after the point included. */
  precision?: number
  /** How many digits there are after the point. */
  scale?: number
  min?: string
  max?: string
}

/**
 * An exact decimal as a string, which JSON numbers are not. Digits that `numeric(precision, scale)` would round away are
 * refused.
 */
export function decimal({ precision = 18, scale = 6, min, max }: DecimalRule = {}) {
  const digits = precision - scale
  const whole = digits > 0 ? `(?:0|[1-9]\\d{0,${digits - 1}})` : '0'
  const fraction = scale > 0 ? `(?:\\.\\d{1,${scale}})?` : ''
  const error = `must be a decimal in quotes, with at most ${digits} digits before the point and ${scale} after it`
  const base = z.string({ error }).regex(new RegExp(`^-?${whole}${fraction}$`), { error, abort: true })
  return base.check(({ value, issues }) => {
    const refuse = (message: string) => issues.push({ code: 'custom', message, input: value })
    if (min !== undefined && compareDecimals(value, min) < 0) refuse(`must be at least ${min}`)
    if (max !== undefined && compareDecimals(value, max) > 0) refuse(`must be at most ${max}`)
  })
}

/** Compares two decimals exactly: negative if the first is less. */
function compareDecimals(a: string, b: string): number {
  const scale = Math.max(fractionOf(a).length, fractionOf(b).length)
  const scaled = (text: string) => BigInt(text.replace('.', '') + '0'.repeat(scale - fractionOf(text).length))
  const difference = scaled(a) - scaled(b)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

function fractionOf(decimal: string): string {
  return decimal.split('.')[1] ?? ''
}
