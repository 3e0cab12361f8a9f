import { z } from 'zod'

/** Options of {@link text}; lengths count characters (Unicode code points), as JSON Schema and PostgreSQL do. */
interface TextRule {
  min?: number
  max: number
  /** Remove white space at both ends before anything is checked. */
  trim?: boolean
}

/** Any Unicode text that survives JSON, UTF-8 and PostgreSQL unchanged: NUL and lone surrogates do not. */
export function text({ min = 0, max, trim = false }: TextRule) {
  const base = trim ? z.string().trim() : z.string()
  return base
    .check(({ value, issues }) => {
      const refuse = (message: string) => issues.push({ code: 'custom', message, input: value })
      if (value.includes('\0')) refuse('must not contain NUL')
      if (!value.isWellFormed()) refuse('must not contain lone surrogates')
      const length = characters(value)
      if (length < min) refuse(min === 1 ? 'must not be empty' : `must have at least ${min} characters`)
      if (length > max) refuse(`must have at most ${max} characters`)
    })
    .meta({ ...(min > 0 && { minLength: min }), maxLength: max })
}

/** Counts code points without building an array of them: a description may hold a megabyte before it is refused. */
function characters(value: string): number {
  let pairs = 0
  for (let i = 0; i < value.length; i++) if ((value.charCodeAt(i) & 0xfc00) === 0xd800) pairs++
  return value.length - pairs
}

/** An id to look for. Any UUID may be asked for, of whatever version: it names something or it does not. */
export const lookupId = z.guid({ error: 'must be a UUID' }).toLowerCase()

/** Text as a LIKE pattern that means just itself: Prisma passes `contains` on as it is. */
export function likePattern(value: string): string {
  return value.replaceAll(/[\\%_]/g, String.raw`\$&`)
}
