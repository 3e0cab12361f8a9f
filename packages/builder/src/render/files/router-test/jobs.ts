import type { ActionSpec } from '../../../spec/spec.ts'
import { answeredSet, initialValue, validValue } from '../../samples.ts'
import { key, literal } from '../../source.ts'
import { payloadFields } from '../jobs.ts'
import { opened, type Subject } from './subject.ts'

/**
 * That an action is idempotent, enqueues its job in its transaction, once, and that the job has its effect once. Undefined where
 * there is no job, or the action never changes a row.
 */
export function enqueues(subject: Subject, { name, set, job }: ActionSpec): string | undefined {
  const other = unlike(subject, set)
  if (job === undefined || other === undefined) return undefined
  const { api, imports, keyOf, resource } = subject
  const call = `${api}.${key(name)}({ ${keyOf('id')} })`
  const runJobs = imports.use('../jobs/testing/run-jobs.ts', 'runJobs')
  const failAfterEnqueue = imports.use('../jobs/testing/fail-after-enqueue.ts', 'failAfterEnqueue')
  imports.use('./jobs.ts', job)
  const payload = payloadFields(resource)
    .filter((field) => field !== 'userId' && field !== 'id')
    .map((field) => `${field}: path.${field}`)
  return `test('${name} is idempotent, enqueues ${job} in its transaction where it changes something, and the job has its effect once', async () => {
  ${opened(subject, 'services', 'user')}
  const { id } = await ${api}.create({ ...fields, ${other} })
  // What other tests have enqueued.
  await ${runJobs}(services, [${job}])

  const restore = ${failAfterEnqueue}(services)
  await expect(${call}).rejects.toThrow('rolled back')
  restore()
  expect(await runJobs(services, [${job}])).toEqual([])

  const done = await ${call}
  expect(done).toMatchObject({ ${answeredSet(set, subject.columns)}, version: 2 })
  expect(await ${call}).toEqual(done)
  const reports = await runJobs(services, [${job}])
  expect(reports).toMatchObject([{ outcome: 'done', attempt: 1 }])

  const [report] = reports
  const again = { ...services, id: report?.id ?? '', attempt: 2, signal: AbortSignal.timeout(5_000) }
  await ${job}.run({ userId: user.id, ${[...payload, 'id'].join(', ')} }, again)
  const { data } = await user.api.task.list({})
  expect(data.filter((task) => task.description?.includes(id))).toMatchObject([{ id: report?.id }])
})`
}

/** A field, as code, with a value that the action changes. Undefined where none is known. */
function unlike({ columns }: Subject, set: ActionSpec['set']): string | undefined {
  for (const column of columns) {
    const value = set[column.spec.name]
    if (value === undefined || column.relation || column.type === 'computed') continue
    const known = [
      ...(column.initial === undefined ? [] : [initialValue(column)]),
      // What comes in turn could be what the action sets.
      ...[0, 1].map((n) => validValue({ ...column, isUnrepeatable: false }, n)),
    ]
    const other = known.find((code) => code !== literal(value))
    if (other !== undefined) return `${column.field}: ${other}`
  }
  return undefined
}
