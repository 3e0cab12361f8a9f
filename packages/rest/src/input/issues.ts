import { z } from 'zod'

/** One mistake in a request, as error bodies list it. */
export interface Issue {
  path: (string | number)[]
  message: string
}

/** A zod error for issues that a schema did not find, so that all mistakes have one shape. */
export function rejection(issues: z.core.$ZodIssue[]): z.core.$ZodError {
  return new z.ZodRealError(issues)
}

/** zod's issue for an unknown key. */
export function unrecognized(what: string, key: string): z.core.$ZodIssue {
  return {
    code: 'unrecognized_keys',
    keys: [key],
    path: [],
    message: `Unrecognized ${what}: ${JSON.stringify(key)}`,
  }
}

/**
 * The issues of a zod error, or of an error whose `cause` is one; otherwise undefined. Each unknown key is an issue of its
 * own, and of a union only the closest branch is reported.
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

/**
 * How far a value is from a branch. The wrong type is further than the wrong value, and a mistake in the whole further than
 * one in a part. A wrong single literal is a discriminator, which names another branch.
 */
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
