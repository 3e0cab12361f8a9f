import { z } from 'zod'

/** Lengths are in Unicode code points, as in JSON Schema and PostgreSQL. */
interface TextRule {
  min?: number
  max: number
  /** Trim white space at both ends before validating. */
  trim?: boolean
  /** Compose letters and their accents (NFC) before validating, so that both spellings are one text. */
  compose?: boolean
}

/** Unicode text that JSON, UTF-8 and PostgreSQL preserve, so without NUL and lone surrogates. */
export function text({ min = 0, max, trim = false, compose = false }: TextRule) {
  const trimmed = trim ? z.string().trim() : z.string()
  const base = compose ? trimmed.normalize('NFC') : trimmed
  return base
    .check(({ value, issues }) => {
      const refuse = (message: string) => issues.push({ code: 'custom', message, input: value })
      for (const mistake of unstorable(value)) refuse(mistake)
      const length = countCodePoints(value)
      if (length < min) refuse(min === 1 ? 'must not be empty' : `must have at least ${min} characters`)
      if (length > max) refuse(`must have at most ${max} characters`)
    })
    .meta({ ...(min > 0 && { minLength: min }), maxLength: max })
}

/** Why PostgreSQL, or UTF-8, could not preserve a text. */
export function unstorable(value: string): string[] {
  return [
    ...(value.includes('\0') ? ['must not contain NUL'] : []),
    ...(value.isWellFormed() ? [] : ['must not contain lone surrogates']),
  ]
}

/** Builds no array of code points, because a text may be a megabyte long before it is refused. */
function countCodePoints(value: string): number {
  let pairs = 0
  for (let i = 0; i < value.length; i++) if ((value.charCodeAt(i) & 0xfc00) === 0xd800) pairs++
  return value.length - pairs
}

/** An id to look up: a UUID of any version, since one that no row has is just not found. */
export const lookupId = z.guid({ error: 'must be a UUID' }).toLowerCase()

/** Escapes text for LIKE. Prisma does not escape what `contains` is given. */
export function likePattern(value: string): string {
  return value.replaceAll(/[\\%_]/g, String.raw`\$&`)
}
