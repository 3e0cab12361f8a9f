import { z } from 'zod'
import { definition, type Schema, unwrap } from '../route/shape.ts'
import { compileCoercer } from './coerce.ts'
import { type Coercer, Uncoercible, unchanged, type Wire } from './coerce-scalar.ts'

export type Input = Record<string, unknown>

/** Coerces a whole input in place, or returns a new one. Adds an issue for each value that it refuses. */
export type InputCoercer = (input: Input, issues: z.core.$ZodIssue[]) => Input

const unchangedInput: InputCoercer = (input) => input

/**
 * Compiles the coercion of an input object. `wireOf` says how each field arrives. The branch of a union is chosen by the
 * whole input, since `value=5` may be a number in one branch and a string in another.
 */
export function compileInputCoercer(schema: Schema, wireOf: (field: string) => Wire): InputCoercer {
  const def = definition(schema)
  switch (def.type) {
    case 'object':
      return fields(def.shape, def.catchall, wireOf)
    case 'record': {
      const text = compileCoercer(def.valueType, 'text')
      const json = compileCoercer(def.valueType, 'json')
      return (input, issues) => {
        for (const name of Object.keys(input)) {
          coerceField(input, name, wireOf(name) === 'text' ? text : json, issues)
        }
        return input
      }
    }
    case 'intersection':
      return inSequence([def.left, def.right].map((side) => compileInputCoercer(side, wireOf)))
    case 'union':
      return branches(def.options, wireOf)
    default: {
      const inner = unwrap(schema)
      return inner ? compileInputCoercer(inner, wireOf) : unchangedInput
    }
  }
}

/** Runs coercers one after another, without those that change nothing. */
export function inSequence(coercers: InputCoercer[]): InputCoercer {
  const [first, ...rest] = coercers.filter((coercer) => coercer !== unchangedInput)
  if (!first) return unchangedInput
  if (rest.length === 0) return first
  return (input, issues) => rest.reduce((coerced, coercer) => coercer(coerced, issues), first(input, issues))
}

function coerceField(input: Input, name: string, coerce: Coercer, issues: z.core.$ZodIssue[]) {
  try {
    input[name] = coerce(input[name])
  } catch (error) {
    if (!(error instanceof Uncoercible)) throw error
    issues.push({ code: 'custom', path: [name], message: error.message, input: input[name] })
  }
}

function fields(
  shape: Record<string, Schema>,
  catchall: Schema | undefined,
  wireOf: (field: string) => Wire,
): InputCoercer {
  const known = new Map<string, Coercer>()
  for (const [name, schema] of Object.entries(shape)) known.set(name, compileCoercer(schema, wireOf(name)))
  const changing = [...known].filter(([, coercer]) => coercer !== unchanged)
  const ofKnown: InputCoercer = (input, issues) => {
    for (const [name, coercer] of changing) {
      if (input[name] !== undefined) coerceField(input, name, coercer, issues)
    }
    return input
  }
  if (!catchall) return changing.length === 0 ? unchangedInput : ofKnown
  const rest = { text: compileCoercer(catchall, 'text'), json: compileCoercer(catchall, 'json') }
  return (input, issues) => {
    for (const name of Object.keys(input)) {
      if (!known.has(name)) coerceField(input, name, rest[wireOf(name)], issues)
    }
    return ofKnown(input, issues)
  }
}

function branches(options: readonly Schema[], wireOf: (field: string) => Wire): InputCoercer {
  const compiled = options.map((schema) => ({ schema, coerce: compileInputCoercer(schema, wireOf) }))
  if (compiled.every(({ coerce }) => coerce === unchangedInput)) return unchangedInput
  return (input, issues) => {
    let closest: { input: Input; mistakes: number; refused: z.core.$ZodIssue[] } | undefined
    for (const { schema, coerce } of compiled) {
      const refused: z.core.$ZodIssue[] = []
      const coerced = coerce({ ...input }, refused)
      const mistakes = countMistakes(schema, coerced) + refused.length
      if (mistakes === 0) return coerced
      if (!closest || mistakes < closest.mistakes) closest = { input: coerced, mistakes, refused }
    }
    issues.push(...(closest?.refused ?? []))
    return closest?.input ?? input
  }
}

function countMistakes(schema: Schema, input: Input): number {
  try {
    const result = z.core.safeParse(schema, input)
    if (result.success) return 0
    // A wrong discriminator rules out a branch, however much else fits.
    const weights = result.error.issues.map((issue) => (issue.code === 'invalid_value' ? 100 : 1))
    return weights.reduce((total, weight) => total + weight, 0)
  } catch {
    // The schema has asynchronous checks, which only the procedure's own parser can run.
    return 0
  }
}
