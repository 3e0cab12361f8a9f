import { z } from 'zod'
import { definition, type Schema, unwrap } from '../route/shape.ts'
import { type Coercer, compileCoercer, unchanged, type Wire } from './coerce.ts'

export type Input = Record<string, unknown>

/** Coerces a whole input in place, or returns a new one. */
export type InputCoercer = (input: Input) => Input

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
      return (input) => {
        for (const name of Object.keys(input)) {
          input[name] = (wireOf(name) === 'text' ? text : json)(input[name])
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
  return (input) => rest.reduce((coerced, coercer) => coercer(coerced), first(input))
}

function fields(
  shape: Record<string, Schema>,
  catchall: Schema | undefined,
  wireOf: (field: string) => Wire,
): InputCoercer {
  const known = new Map<string, Coercer>()
  for (const [name, schema] of Object.entries(shape)) known.set(name, compileCoercer(schema, wireOf(name)))
  const changing = [...known].filter(([, coercer]) => coercer !== unchanged)
  const ofKnown: InputCoercer = (input) => {
    for (const [name, coercer] of changing) {
      if (input[name] !== undefined) input[name] = coercer(input[name])
    }
    return input
  }
  if (!catchall) return changing.length === 0 ? unchangedInput : ofKnown
  const rest = { text: compileCoercer(catchall, 'text'), json: compileCoercer(catchall, 'json') }
  return (input) => {
    for (const name of Object.keys(input)) {
      if (!known.has(name)) input[name] = rest[wireOf(name)](input[name])
    }
    return ofKnown(input)
  }
}

function branches(options: readonly Schema[], wireOf: (field: string) => Wire): InputCoercer {
  const compiled = options.map((schema) => ({ schema, coerce: compileInputCoercer(schema, wireOf) }))
  if (compiled.every(({ coerce }) => coerce === unchangedInput)) return unchangedInput
  return (input) => {
    let closest: { input: Input; mistakes: number } | undefined
    for (const { schema, coerce } of compiled) {
      const coerced = coerce({ ...input })
      const mistakes = countMistakes(schema, coerced)
      if (mistakes === 0) return coerced
      if (!closest || mistakes < closest.mistakes) closest = { input: coerced, mistakes }
    }
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
