import type { z } from 'zod'
import { definition, fits, objectShape, type Schema, unwrap } from '../route/shape.ts'
import type { Input } from './coerce-input.ts'
import { unrecognized } from './issues.ts'

/** Adds an issue for each field that the schemas would drop without a word. */
export type BranchCheck = (input: Input, issues: z.core.$ZodIssue[]) => void

/**
 * Compiles the check for fields of another branch of a union than the one that takes the input: zod drops them silently.
 * `what` names a field in the messages.
 */
export function compileBranchCheck(inputs: readonly Schema[], what: string): BranchCheck {
  if (!inputs.some(hasBranches)) return () => {}
  return (input, issues) => {
    const taken = new Set<string>()
    for (const schema of inputs) if (!collect(schema, input, taken)) return
    for (const name of Object.keys(input)) if (!taken.has(name)) issues.push(unrecognized(what, name))
  }
}

function hasBranches(schema: Schema): boolean {
  const def = definition(schema)
  if (def.type === 'union') return true
  if (def.type === 'intersection') return hasBranches(def.left) || hasBranches(def.right)
  const inner = unwrap(schema)
  return inner !== undefined && hasBranches(inner)
}

/** Collects the fields that a schema takes of an input. False when it takes any, or when no branch takes the input. */
function collect(schema: Schema, input: Input, taken: Set<string>): boolean {
  const def = definition(schema)
  if (def.type === 'union') {
    // As zod does: the first branch that accepts the input.
    const branch = def.options.find((option) => fits(option, input))
    return branch !== undefined && collect(branch, input, taken)
  }
  if (def.type === 'intersection') return collect(def.left, input, taken) && collect(def.right, input, taken)
  const inner = def.type === 'object' || def.type === 'record' ? undefined : unwrap(schema)
  if (inner) return collect(inner, input, taken)
  const shape = objectShape(schema)
  if (!shape || shape.rest) return false
  for (const name of shape.fields.keys()) taken.add(name)
  return true
}
