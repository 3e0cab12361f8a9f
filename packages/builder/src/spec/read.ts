import { closestMatch } from 'leven'
import { z } from 'zod'
import { messageOf } from '../message.ts'
import type { Issue } from './issue.ts'
import { camelCase, uncapitalized } from './names.ts'
import { action, field, type Spec, spec } from './spec.ts'

/** A text that is JSON, or where and why it is not. */
export function parseJson(text: string): { value: unknown } | { problem: string } {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    const message = messageOf(error)
    const position = /position (\d+)/.exec(message)?.[1]
    if (position === undefined) return { problem: `is not JSON: ${message}` }
    const before = text.slice(0, Number(position)).split('\n')
    const column = (before.at(-1) ?? '').length + 1
    return { problem: `is not JSON at line ${before.length}, column ${column}: ${message}` }
  }
}

/** Reads a spec by its form alone. Whether the project can have it is asked by `checkSpec`. */
export function parseSpec(value: unknown): { spec: Spec } | { issues: Issue[] } {
  const parsed = spec.safeParse(value)
  if (parsed.success) return { spec: parsed.data }
  return { issues: parsed.error.issues.flatMap((issue) => issuesOf(issue, value)) }
}

/** JSON Schema of a spec, for editors and for programs that write specs. */
export function jsonSchema(): object {
  return z.toJSONSchema(spec, { io: 'input', target: 'draft-2020-12' })
}

function issuesOf(issue: z.core.$ZodIssue, value: unknown): Issue[] {
  const { path } = issue
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: 'is not known',
      suggestion: nearest(key, keysAt(path)),
    }))
  }
  const given = path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    value,
  )
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String)
    return [
      {
        path,
        message: given === undefined ? 'is missing' : `must be ${listed(issue.values)}`,
        suggestion: typeof given === 'string' ? nearest(given, values) : undefined,
      },
    ]
  }
  if (issue.code === 'invalid_union') return [{ path, message: messageOfUnion(path) ?? issue.message }]
  if (issue.code === 'invalid_format' && typeof given === 'string' && isName(path)) {
    const suggestion = camelCase(given)
    return [
      {
        path,
        message: issue.message,
        suggestion: path.at(-1) === 'job' ? suggestion?.replaceAll(/\d/g, '') : suggestion,
      },
    ]
  }
  if (given === undefined && issue.code === 'invalid_type') return [{ path, message: 'is missing' }]
  return [{ path, message: uncapitalized(issue.message) }]
}

function keysAt(path: readonly PropertyKey[]): string[] {
  const [part, index] = path
  if (part === 'fields' && path.length === 2 && index !== undefined) return Object.keys(field.shape)
  if (part === 'actions' && path.length === 2) return Object.keys(action.shape)
  if (part === 'access') return Object.keys(spec.shape.access.unwrap().shape)
  return path.length === 0 ? Object.keys(spec.shape) : []
}

function messageOfUnion(path: readonly PropertyKey[]): string | undefined {
  const last = path.at(-1)
  if (last === 'cache')
    return 'must be "none", { "control": "private, max-age=60" } or { "ttl": seconds, from 1 }'
  if (last === 'min' || last === 'max') return 'must be a number or a string'
  if (path.at(-2) === 'set') return 'must be a string, a number, true, false or null'
  return undefined
}

const isName = (path: readonly PropertyKey[]) =>
  ['name', 'plural', 'parent', 'to', 'job'].includes(String(path.at(-1)))

/** The word that was probably meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const exact = known.find((one) => one.toLowerCase() === word.toLowerCase())
  return exact ?? closestMatch(word, known, { maxDistance: Math.max(2, Math.floor(word.length / 3)) })
}

/** `"a", "b" or "c"` */
export function listed(values: readonly unknown[]): string {
  const texts = values.map((value) => JSON.stringify(value))
  return texts.length < 2 ? texts.join() : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`
}
