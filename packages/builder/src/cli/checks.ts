import path from 'node:path'
import { openTrial, type Trial } from '@tandem/db/trial'
import type { ProjectState } from '../explore/explore.ts'
import { MIGRATIONS } from '../plan/migration.ts'
import { checkSpec } from '../spec/check.ts'
import { computedOf } from '../spec/computed.ts'
import type { Issue } from '../spec/issue.ts'
import type { Spec } from '../spec/spec.ts'

/** All checks of a spec against a project, which is asked about the same spec more than once. */
export interface Checks {
  check(spec: Spec): Promise<readonly Issue[]>
  close(): Promise<void>
}

/** Without an expression to be asked about, PostgreSQL is not started. */
export function openChecks(project: ProjectState): Checks {
  const known = new Map<string, Promise<readonly Issue[]>>()
  let trial: Promise<Trial> | undefined
  const check = async (spec: Spec) => {
    const issues = checkSpec(spec, project)
    const computed = spec.fields.filter(({ type }) => type === 'computed')
    // It takes seconds to start, in which the expression is typed.
    if (computed.length > 0 && !trial) {
      trial = openTrial(path.join(project.root, MIGRATIONS))
      // That it failed is said to who waits for it.
      trial.catch(() => undefined)
    }
    if (!trial || issues.length > 0 || computed.length === 0) return issues
    return (await computedOf(spec.fields, await trial)).issues
  }
  return {
    check: (spec) => {
      const key = JSON.stringify(spec)
      const issues = known.get(key) ?? check(spec)
      known.set(key, issues)
      return issues
    },
    close: async () => (await trial?.catch(() => undefined))?.close(),
  }
}
