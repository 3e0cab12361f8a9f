import type { ProjectState } from '../../explore/explore.ts'
import { constants } from '../../render/files/schema.ts'
import type { Issue } from '../issue.ts'
import { capitalized } from '../names.ts'
import { OBJECT, TYPESCRIPT } from '../reserved.ts'
import type { Resource } from '../resource.ts'

/** What the files around a job, which name it, call something else. */
const TAKEN = new Set(
  `access api before cacheOf cached createStore ctx db defineJob expect failAfterEnqueue fields id input jobs key lookupId next nextOf once
  output path read readOf refusal rest restOf row run runJobs services setUp store task taskFeed test testApi tx
  unvalidatedOutput user userId uuidv7 within write writeOf z`.split(/\s+/),
)

/** Whether actions can enqueue the jobs that they name. */
export function checkJobs(resource: Resource, project: ProjectState): Issue[] {
  const own = new Set(project.specs.get(resource.names.one)?.actions?.flatMap(({ job }) => job ?? []))
  const taken = new Set(project.jobs.filter((job) => !own.has(job)))
  return resource.actions.flatMap(({ job }, index) => {
    const problem = job === undefined ? undefined : problemOf(job, resource, taken)
    return problem ? [{ ...problem, path: ['actions', index, 'job'] }] : []
  })
}

function problemOf(
  job: string,
  resource: Resource,
  taken: ReadonlySet<string>,
): Omit<Issue, 'path'> | undefined {
  if (resource.write === 'public')
    return { message: 'needs somebody for whom it is done, and a caller without credentials is nobody' }
  const { Model } = resource.names
  if (taken.has(job)) return { message: `${job} is a job already`, suggestion: `${job}Of${Model}` }
  const isName = TAKEN.has(job) || Object.values(constants(resource)).includes(job)
  // Also `fetch` and its kin, which would be hidden by it.
  const isWord = TYPESCRIPT.has(job) || OBJECT.has(job) || job in globalThis
  return isName || isWord
    ? { message: `${job} has another meaning there`, suggestion: `${job}${capitalized(Model)}` }
    : undefined
}
