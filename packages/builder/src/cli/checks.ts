import path from 'node:path'
import { openTrial } from '@tandem/db/trial'
import type { ProjectState } from '../explore/explore.ts'
import { issuesOfExpressions } from '../plan/expressions.ts'
import { MIGRATIONS } from '../plan/migration.ts'
import { checkSpec } from '../spec/check/check.ts'
import type { Issue } from '../spec/issue.ts'
import type { Spec } from '../spec/spec.ts'

/** All checks of a spec against a project, which is asked about the same spec more than once. */
export interface Checks {
  check(spec: Spec): Promise<readonly Issue[]>
  close(): Promise<void>
}

/** Starts PostgreSQL at once: it takes seconds, in which the first questions are answered, and the plan's starts sooner after it. */
export function openChecks(project: ProjectState): Checks {
  const known = new Map<string, Promise<readonly Issue[]>>()
  const trial = openTrial(path.join(project.root, MIGRATIONS))
  // That it failed is said to who waits for it.
  trial.catch(() => undefined)
  const check = async (spec: Spec) => {
    const issues = checkSpec(spec, project)
    const computed = spec.fields.filter(({ type }) => type === 'computed')
    if (issues.length > 0 || computed.length === 0) return issues
    return issuesOfExpressions(spec, project, await trial)
  }
  return {
    check: (spec) => {
      const key = JSON.stringify(spec)
      const issues = known.get(key) ?? check(spec)
      known.set(key, issues)
      return issues
    },
    close: async () => (await trial.catch(() => undefined))?.close(),
  }
}
