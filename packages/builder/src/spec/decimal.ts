/** A decimal in plain notation: an optional sign, digits, and digits after a point. */
export const DECIMAL = /^-?\d+(\.\d+)?$/

/** Compares two decimals exactly: negative where the first is less. */
export function compareDecimals(a: string, b: string): number {
  const scale = Math.max(fraction(a).length, fraction(b).length)
  const difference = scaled(a, scale) - scaled(b, scale)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** Whether `numeric(precision, scale)` keeps it without rounding. */
export function fits(decimal: string, precision: number, scale: number): boolean {
  const whole = (decimal.split('.')[0] ?? '').replace(/^-?0*/, '')
  return whole.length <= precision - scale && fraction(decimal).replace(/0+$/, '').length <= scale
}

const fraction = (decimal: string) => decimal.split('.')[1] ?? ''

/** The decimal times ten to the power of the scale. */
function scaled(decimal: string, scale: number): bigint {
  const [whole = '0'] = decimal.split('.')
  return BigInt(whole + fraction(decimal).padEnd(scale, '0'))
}
