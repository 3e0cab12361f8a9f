import type { Resource } from '../../../spec/resource.ts'
import type { Column } from '../../columns.ts'
import { importFresh } from '../../fresh-samples.ts'
import { Imports, withArticle } from '../../source.ts'
import { jobsOf } from '../jobs.ts'
import { requiredFields, targetSamples, uniqueIds } from '../sample.ts'
import { constants } from '../schema.ts'
import { enqueues } from './jobs.ts'
import { filters, pages } from './lists.ts'
import { acts, conditional, conflicts, deletes, keepsFields, refuses, replaces, updates } from './rows.ts'
import type { Subject } from './subject.ts'

/**
 * `router.test.ts`: what is particular to the resource. Isolation, credentials, 404, equal answers of both APIs and repeated
 * requests are tested by the walks over every procedure.
 */
export function routerTestFile(resource: Resource, columns: readonly Column[]): string {
  const imports = new Imports()
  const subject: Subject = {
    resource,
    columns,
    imports,
    api: `api.${resource.names.one}`,
    keyOf: (id) => (resource.parent ? `...path, ${id}` : id),
  }
  const has = (...names: string[]) =>
    names.every((name) => resource.operations.some((operation) => operation === name))
  if (!has('create')) return ''
  const tests = [
    ...(has('get') ? [keepsFields(subject)] : []),
    ...(has('update') ? [updates(subject)] : []),
    ...(has('replace') ? [replaces(subject)] : []),
    refuses(subject),
    conflicts(subject),
    ...(has('update', 'get') ? [conditional(subject)] : []),
    ...(has('delete', 'get') ? [deletes(subject)] : []),
    ...(has('list') ? [pages(subject), ...filters(subject)] : []),
    ...resource.actions.map((action) => enqueues(subject, action) ?? acts(subject, action)),
  ]
  const setUp = setUpOf(subject)
  for (const name of ['expect', 'test']) imports.use('vitest', name)
  for (const name of ['refusal', 'testApi']) imports.use('../testing/test-api.ts', name)
  const body = `${setUp}\n\n${tests.join('\n\n')}\n`
  importFresh(body, imports)
  return `${imports}\n${body}`
}

/** Where the call of a test takes its key from, and the fields that a new row must have. */
function setUpOf({ resource, columns, imports }: Subject): string {
  const { credentials, names, parent, read, write } = resource
  const samples = targetSamples(resource, columns, imports, 'user')
  const fields = [...(parent ? ['...path'] : []), ...requiredFields(columns, 0)]
  const path = parent ? [`const path = { ${parent.one}Id }`] : []
  const isForAdmins = [read, write].includes('role:admin')
  const api = credentials.includes('jwt')
    ? []
    : [`const api = await user.apiWithKey('${names.path}:read', '${names.path}:write')`]
  const { inputs } = constants(resource)
  const hasJobs = jobsOf(resource).length > 0
  const signIn = `signIn(${isForAdmins ? "'Ada', 'admin'" : ''})`
  const user = hasJobs
    ? `const { services, signIn } = await testApi()\nconst user = await ${signIn}`
    : `const user = await (await testApi()).${signIn}`
  const given = [
    api.length > 0 ? 'api' : 'api: user.api',
    'fields',
    ...(parent ? ['path'] : []),
    ...(hasJobs ? ['services'] : []),
    ...(hasJobs || uniqueIds(columns).length > 0 ? ['user'] : []),
  ]
  const input = `${imports.type('zod', 'z')}.input<typeof ${imports.type('./schema.ts', inputs)}.create>`
  return `type Fields = ${input}

/** Somebody who may write, and what ${withArticle(names.words)} must be given. */
async function setUp() {
  ${[user, ...api, ...samples, ...path, `const fields: Fields = { ${fields.join(', ')} }`].join('\n')}
  return { ${given.join(', ')} }
}`
}
