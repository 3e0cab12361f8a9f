import { z } from 'zod'
import { unstorable } from './text.ts'

/** How deeply a value may be nested, so that nothing which walks it runs out of stack. */
const MAX_DEPTH = 32

interface JsonRule {
  /** The longest JSON, in bytes of UTF-8. */
  maxBytes?: number
}

/** JSON of a shape that PostgreSQL preserves, so without NUL and lone surrogates, and of a size that fits into an answer. */
export function jsonOf<Shape extends z.ZodType>(
  shape: Shape,
  { maxBytes = 65_536 }: JsonRule = {},
): z.ZodType<z.output<Shape>, z.input<Shape>> {
  const bounded = (value: unknown, ctx: z.core.ParsePayload) => {
    const tooLong = `must have at most ${maxBytes} bytes as JSON`
    const mistake = mistakeIn(value) ?? (lengthOf(value) > maxBytes ? tooLong : undefined)
    if (mistake === undefined) return value
    ctx.issues.push({ code: 'custom', message: mistake, input: value })
    return z.NEVER
  }
  // The shape may be recursive, so a value that is nested too deeply must not reach it. Its input is what it was before.
  return z.preprocess(bounded, shape) as z.ZodType<z.output<Shape>, z.input<Shape>>
}

/** The first mistake in a value. */
function mistakeIn(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return unstorable(value)[0]
  if (typeof value === 'number' && !Number.isFinite(value))
    return 'must not contain numbers that are too large'
  if (typeof value !== 'object' || value === null) return undefined
  if (depth === MAX_DEPTH) return `must not be nested more than ${MAX_DEPTH} levels deep`
  // A key is a text, too.
  const inner = Array.isArray(value) ? value : Object.entries(value).flat()
  for (const one of inner) {
    const mistake = mistakeIn(one, depth + 1)
    if (mistake) return mistake
  }
  return undefined
}

function lengthOf(json: unknown): number {
  return new TextEncoder().encode(JSON.stringify(json) ?? '').length
}
