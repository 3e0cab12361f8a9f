import type { FieldType } from '../../spec/spec.ts'

const FORMS: Readonly<Partial<Record<FieldType, readonly [pattern: RegExp, example: string]>>> = {
  integer: [/^-?\d{1,16}$/, 'a whole number, such as 10'],
  decimal: [/^-?\d{1,500}(\.\d{1,500})?$/, 'a decimal, such as 9.99'],
  date: [/^\d{4}-\d{2}-\d{2}$/, 'a date, such as 2026-06-15'],
  instant: [
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/,
    'an instant, such as 2026-06-15T12:00:00Z',
  ],
  uuid: [/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, 'a UUID'],
}

/** Parses JSON, whose numbers may be too large for a number of JavaScript. @throws Error for those too */
export function parseFinite(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) => (typeof value === 'number' ? finite(value) : value))
}

/** @throws RangeError for what was too large for a number of JavaScript */
export function finite(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError('A number is too large')
  return value
}

/** Why a text is no value of a type. */
export function refuseScalar(type: FieldType, text: string): string | undefined {
  if (type === 'json') {
    try {
      parseFinite(text)
      return undefined
    } catch {
      return 'The value has to be JSON'
    }
  }
  const [pattern, example] = FORMS[type] ?? []
  const isDay = type !== 'date' && type !== 'instant' ? true : !Number.isNaN(Date.parse(text))
  return !pattern || (pattern.test(text) && isDay) ? undefined : `Write ${example}`
}

/** The value that a text stands for in a spec. Numbers that JSON cannot hold exactly stay texts. */
export function scalarOf(type: FieldType, text: string): string | number | boolean {
  if (type === 'boolean') return text === 'true'
  if (type !== 'integer') return text
  return Number.isSafeInteger(Number(text)) ? Number(text) : text
}
