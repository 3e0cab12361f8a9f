import { z } from 'zod'

/** One mistake in a request, as the error body lists it. */
export interface Issue {
  path: (string | number)[]
  message: string
}

/** A zod error whose issues the adapter found itself, so that every mistake has one shape. */
export function rejection(issues: z.core.$ZodIssue[]): z.core.$ZodError {
  return new z.ZodRealError(issues)
}

/** The issue of a key nothing takes, in zod's own terms. */
export function unrecognized(what: string, key: string): z.core.$ZodIssue {
  return {
    code: 'unrecognized_keys',
    keys: [key],
    path: [],
    message: `Unrecognized ${what}: ${JSON.stringify(key)}`,
  }
}

/**
 * The issues behind an error whose `cause` is a zod error (or which is one), or undefined when none is.
 * Each unrecognised key is an issue of its own, and a union is told as the branch that came closest.
 */
export function zodIssues(error: unknown): Issue[] | undefined {
  const cause = error instanceof Error && !isZodError(error) ? error.cause : error
  return isZodError(cause) ? cause.issues.flatMap((issue) => flatten(issue, [])) : undefined
}

function isZodError(error: unknown): error is z.core.$ZodError {
  return error instanceof z.core.$ZodError
}

function flatten(issue: z.core.$ZodIssue, parent: Issue['path']): Issue[] {
  const path = [...parent, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))]
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: issue.keys.length === 1 ? issue.message : `Unrecognized key: ${JSON.stringify(key)}`,
    }))
  }
  if (issue.code === 'invalid_union') {
    const closest = closestBranch(issue.errors)
    if (closest) return closest.flatMap((inner) => flatten(inner, path))
  }
  if ((issue.code === 'invalid_key' || issue.code === 'invalid_element') && issue.issues.length > 0) {
    return issue.issues.flatMap((inner) => flatten(inner, path))
  }
  return [{ path, message: issue.message }]
}

function closestBranch(branches: z.core.$ZodIssue[][], above = 0): z.core.$ZodIssue[] | undefined {
  const ranked = branches
    .filter((issues) => issues.length > 0)
    .map((issues) => ({ issues, distance: total(issues, above) }))
  return ranked.sort((a, b) => a.distance - b.distance)[0]?.issues
}

function total(issues: z.core.$ZodIssue[], above: number): number {
  return issues.reduce((sum, issue) => sum + distance(issue, above), 0)
}

/** Another type is further off than another value, the whole further than a part, and a wrong literal names another branch. */
function distance(issue: z.core.$ZodIssue, above: number): number {
  const depth = above + issue.path.length
  if (issue.code === 'invalid_type' && depth === 0) return 1000
  if (issue.code === 'invalid_value' && issue.values.length === 1) return 100
  if (issue.code === 'invalid_union') {
    const closest = closestBranch([...issue.errors], depth)
    return closest ? total(closest, depth) : 100
  }
  return depth === 0 ? 10 : 1
}
