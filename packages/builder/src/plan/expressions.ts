import type { Trial } from '@tandem/db/trial'
import { type ProjectState, resolve } from '../explore/explore.ts'
import { columnsOf } from '../render/columns.ts'
import { computedOf } from '../spec/computed.ts'
import { checkSamples } from '../spec/computed-samples.ts'
import type { Issue } from '../spec/issue.ts'
import type { Spec } from '../spec/spec.ts'

/** What is wrong with the expressions of a spec that is right otherwise: by themselves, or in the rows of tests. */
export async function issuesOfExpressions(spec: Spec, project: ProjectState, trial: Trial): Promise<Issue[]> {
  const { computed, issues } = await computedOf(spec.fields, trial)
  if (issues.length > 0 || computed.size === 0) return issues
  const resource = resolve(spec, project.targets)
  return checkSamples(columnsOf(resource, { ...project, computed }), trial)
}
