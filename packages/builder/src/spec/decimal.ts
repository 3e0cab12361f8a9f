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

/** The decimal, which has no more digits than the scale, and so many steps of the last of them. */
export function plus(decimal: string, steps: bigint, scale: number): string {
  return unscaled(scaled(decimal, scale) + steps, scale)
}

/** As answers have it: without zeros that say nothing. */
export function plain(decimal: string): string {
  const whole = plus(decimal, 0n, fraction(decimal).length)
  return whole.includes('.') ? whole.replace(/\.?0+$/, '') : whole
}

function unscaled(units: bigint, scale: number): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  return `${units < 0n ? '-' : ''}${whole}${scale > 0 ? `.${digits.slice(-scale)}` : ''}`
}

const fraction = (decimal: string) => decimal.split('.')[1] ?? ''

/** The decimal times ten to the power of the scale. */
function scaled(decimal: string, scale: number): bigint {
  const [whole = '0'] = decimal.split('.')
  return BigInt(whole + fraction(decimal).padEnd(scale, '0'))
}
