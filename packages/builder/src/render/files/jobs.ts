import { capitalized, kebabCase } from '../../spec/names.ts'
import type { Resource } from '../../spec/resource.ts'
import type { ActionSpec } from '../../spec/spec.ts'
import { Imports, listed } from '../source.ts'
import { constants } from './schema.ts'

/** The names of the jobs that actions enqueue, each once. */
export function jobsOf({ actions }: Pick<Resource, 'actions'>): string[] {
  return [...new Set(actions.flatMap(({ job }) => job ?? []))]
}

/** The ids in the payload of a job: whose it is, and what leads to the row. */
export function payloadFields({ parent }: Resource): string[] {
  return ['userId', ...(parent ? [`${parent.one}Id`] : []), 'id']
}

/** `jobs.ts`: what follows from actions. Undefined where nothing does. */
export function jobsFile(resource: Resource): string | undefined {
  const jobs = jobsOf(resource)
  if (jobs.length === 0) return undefined
  const imports = new Imports()
  const { table } = constants(resource)
  const definitions = jobs.map((job) => definitionOf(job, resource, imports))
  const store = `const store = ${imports.use('../resource/store.ts', 'createStore')}(${imports.use('./table.ts', table)})`
  return `${imports}\n${[store, ...definitions].join('\n\n')}\n`
}

function definitionOf(job: string, resource: Resource, imports: Imports): string {
  const { isOwned, names } = resource
  const z = imports.use('zod', 'z')
  const lookupId = imports.use('../core/fields/text.ts', 'lookupId')
  const payload = payloadFields(resource).map((field) => `${field}: ${lookupId}`)
  const actions = resource.actions.filter((action) => action.job === job)
  const whose = isOwned ? 'the owner' : 'whoever called'
  return `/** Follows ${listed(actions.map(({ name }) => `\`${name}\``))}. It adds a task for ${whose}, which is only an example: put what is to happen in its place. */
export const ${job} = ${imports.use('../jobs/define-job.ts', 'defineJob')}({
  name: '${kebabCase(job)}',
  payload: ${z}.object({ ${payload.join(', ')} }),
  run: async ({ userId, ...key }, { id, db, run, taskFeed }) => {
    const row = await store.find(run, ${isOwned ? '{ userId, ...key }' : 'key'})
    // It may have been deleted since.
    if (!row) return
${isOwned ? '' : '// So may the account.\nif (!(await db.user.findUnique({ where: { id: userId } }))) return\n'}    // The id of the job is that of the task, so that a second attempt makes no second one.
    const task = { userId, id, title: '${titleOf(actions, resource)}', description: \`${capitalized(names.words)} \${row.id}, version \${row.version}\` }
    await db.task.createMany({ data: task, skipDuplicates: true })
    taskFeed.notify(userId)
  },
})`
}

/** `Follow up: archive order` */
function titleOf(actions: readonly ActionSpec[], { names }: Resource): string {
  const verbs = actions.map(({ name }) => kebabCase(name).replaceAll('-', ' '))
  return `Follow up: ${listed(verbs)} ${names.words}`.slice(0, 200)
}
