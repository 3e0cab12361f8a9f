import type { Resource } from '../../spec/resource.ts'
import type { Pagination } from '../../spec/spec.ts'
import type { Column } from '../columns.ts'
import { initialValue, invalidValue, isFresh, otherValue, validValue } from '../samples.ts'
import { Imports, key, literal, withArticle } from '../source.ts'
import { requiredFields, targetSamples } from './sample.ts'
import { constants, filtered, ranged, searched, settable, sortFields } from './schema.ts'

/** What the tests of a resource are written from. */
interface Subject {
  resource: Resource
  columns: readonly Column[]
  imports: Imports
  /** The router of the resource, as code: `api.note`. */
  api: string
  /** `...path, id: made.id`, as code. */
  keyOf(id: string): string
}

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
    ...resource.actions.map((action) => acts(subject, action)),
  ]
  const setUp = setUpOf(subject)
  for (const name of ['expect', 'test']) imports.use('vitest', name)
  for (const name of ['refusal', 'testApi']) imports.use('../testing/test-api.ts', name)
  const body = `${setUp}\n\n${tests.join('\n\n')}\n`
  if (/\buuidv7\(/.test(body)) imports.use('uuidv7', 'uuidv7')
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
  const input = `${imports.type('zod', 'z')}.input<typeof ${imports.type('./schema.ts', inputs)}.create>`
  return `type Fields = ${input}

/** Somebody who may write, and what ${withArticle(names.words)} must be given. */
async function setUp() {
  const user = await (await testApi()).signIn(${isForAdmins ? "'Ada', 'admin'" : ''})
  ${[...api, ...samples, ...path, `const fields: Fields = { ${fields.join(', ')} }`].join('\n')}
  return { api${api.length > 0 ? '' : ': user.api'}, fields${parent ? ', path' : ''} }
}`
}

const opened = ({ resource }: Subject, ...more: string[]) =>
  `const { ${['api', 'fields', ...more, ...(resource.parent ? ['path'] : [])].join(', ')} } = await setUp()`

function keepsFields(subject: Subject): string {
  const { api, columns, keyOf, resource } = subject
  const own = settable(columns).filter(({ relation }) => !relation)
  const all = own.map((column) => `${column.field}: ${otherValue(column)}`)
  const defaults = own
    .filter(({ initial }) => initial !== undefined)
    .map((column) => `${column.field}: ${initialValue(column)}`)
  return `test('${withArticle(resource.names.words)} keeps what it is given, and has defaults for the rest', async () => {
  ${opened(subject)}
  const given: Fields = { ...fields, ${all.join(', ')} }
  const made = await ${api}.create(given)
  expect(made).toMatchObject({ ...given, version: 1 })
  expect(await ${api}.get({ ${keyOf('id: made.id')} })).toEqual(made)
  ${uniquesAreFree(columns) ? `expect(await ${api}.create(fields)).toMatchObject({ ...fields${defaults.map((one) => `, ${one}`).join('')} })` : ''}
})`
}

/** Whether a second row with the required fields does not conflict with the first. */
function uniquesAreFree(columns: readonly Column[]): boolean {
  return columns.every(({ spec, initial }) => !spec.unique || initial === null)
}

function updates(subject: Subject): string {
  const { api, columns, keyOf } = subject
  const [changed] = settable(columns).filter(({ relation }) => !relation)
  const change = changed ? `${changed.field}: ${validValue(changed, 2)}` : ''
  return `test('an update leaves omitted fields, and one that changes nothing the version', async () => {
  ${opened(subject)}
  const made = await ${api}.create(fields)
  const change = { ${change} }
  const changed = await ${api}.update({ ${keyOf('id: made.id')}, ...change })
  expect(changed).toMatchObject({ ...fields, ...change, version: 2 })
  expect(await ${api}.update({ ${keyOf('id: made.id')}, ...change })).toEqual(changed)
})`
}

function replaces(subject: Subject): string {
  const { api, columns } = subject
  const own = settable(columns).filter(({ relation, initial }) => !relation && initial !== undefined)
  const all = own.map((column) => `${column.field}: ${otherValue(column)}`)
  const defaults = own.map((column) => `${column.field}: ${initialValue(column)}`)
  return `test('a replacement returns omitted fields to their defaults', async () => {
  const { api, fields } = await setUp()
  const made = await ${api}.create({ ...fields, ${all.join(', ')} })
  expect(await ${api}.replace({ ...fields, id: made.id })).toMatchObject({ ...fields, ${defaults.join(', ')} })
})`
}

function refuses(subject: Subject): string {
  const { api, columns } = subject
  const cases = settable(columns).flatMap((column) => [
    `['${column.field}', ${invalidValue(column)}]`,
    ...(column.isNullable ? [] : [`['${column.field}', null]`]),
    // As if it were not there.
    ...(column.relation ? [`['${column.field}', '01980000-0000-7000-8000-000000000000']`] : []),
  ])
  return `test.each([${[...cases, "['unknown', 1]"].join(', ')}])('a %s of %j is refused by its name', async (field, value) => {
  const { api, fields } = await setUp()
  const call = ${api}.create({ ...fields, [field]: value } as never)
  expect(await refusal(call)).toMatchObject({ error: 'VALIDATION_ERROR', issues: [{ path: [field] }] })
})`
}

function conflicts(subject: Subject): string {
  const { api, columns } = subject
  const unique = columns.filter(({ spec, relation, type }) => spec.unique && !relation && type !== 'computed')
  const rowOf = (n: number) => unique.map((column) => `, ${column.field}: ${validValue(column, n)}`).join('')
  const tests = unique.map(
    ({ field }) =>
      `expect(await refusal(${api}.create({ ...other, ${field}: made.${field} }))).toMatchObject({ error: 'CONFLICT', message: expect.stringContaining('${field}') })`,
  )
  const [first, other] =
    unique.length > 0 ? [`{ ...fields${rowOf(0)} }`, `{ ...fields${rowOf(1)} }`] : ['fields', 'fields']
  return `test('an id${unique.length > 0 ? ', or a unique field,' : ''} that is taken is a conflict', async () => {
  const { api, fields } = await setUp()
  const made = await ${api}.create(${first})
  const other: Fields = ${other}
  expect(await refusal(${api}.create({ ...other, id: made.id }))).toMatchObject({ error: 'CONFLICT', message: expect.stringContaining('id') })
${tests.join('\n')}
})`
}

function conditional(subject: Subject): string {
  const { api, keyOf, resource } = subject
  const { actions, operations } = resource
  const at = `{ ${keyOf('id: made.id')} }`
  const writes = [
    `${api}.update({ ...key, ifVersion: 2 })`,
    ...(operations.includes('replace') ? [`${api}.replace({ ...fields, ...key, ifVersion: 2 })`] : []),
    ...actions.map(({ name }) => `${api}.${name}({ ...key, ifVersion: 2 })`),
    ...(operations.includes('delete') ? [`${api}.delete({ ...key, ifVersion: 2 })`] : []),
  ]
  return `test('a write with ifVersion requires that version', async () => {
  ${opened(subject)}
  const made = await ${api}.create(fields)
  const key = ${at}
  for (const write of [${writes.map((write) => `() => ${write}`).join(', ')}]) {
    expect(await refusal(write())).toMatchObject({ error: 'PRECONDITION_FAILED', status: 412 })
  }
  expect(await ${api}.get(key)).toEqual(made)
  expect(await ${api}.update({ ...key, ifVersion: [1, 2] })).toEqual(made)
})`
}

function deletes(subject: Subject): string {
  const { api, keyOf, resource } = subject
  return `test('${withArticle(resource.names.words)} that was deleted is not found', async () => {
  ${opened(subject)}
  const { id } = await ${api}.create(fields)
  const key = { ${keyOf('id')} }
  expect(await ${api}.delete(key)).toBeUndefined()
  for (const call of [() => ${api}.get(key), () => ${api}.delete(key)]) {
    expect(await refusal(call())).toMatchObject({ error: 'NOT_FOUND', status: 404 })
  }
})`
}

function pages(subject: Subject): string {
  const { api, columns, resource } = subject
  const own = requiredUnique(columns)
  const rowOf = (n: number) => own.map((column) => `${column.field}: ${validValue(column, n)}`).join(', ')
  const rows = own.length > 0 ? `[${[0, 1, 2].map((n) => `{ ${rowOf(n)} }`).join(', ')}]` : '[1, 2, 3]'
  const row = own.length > 0 ? 'row' : '_'
  return `test('${PAGES[resource.pagination].name}', async () => {
  ${opened(subject)}
  const made = []
  for (const ${row} of ${rows}) made.push(await ${api}.create(${own.length > 0 ? '{ ...fields, ...row }' : 'fields'}))
  const query = { ${resource.parent ? '...path, ' : ''}sort: 'createdAt' }
  ${PAGES[resource.pagination].body(api)}
  for (const sort of ${literal(sortFields(columns))}) {
    expect((await ${api}.list({ ...query, sort: \`-\${sort}\` })).data.length).toBeGreaterThanOrEqual(3)
  }
})`
}

/** What a list of each kind does. Rows of a shared resource may be those of other tests, too. */
const PAGES: Record<Pagination, { name: string; body(api: string): string }> = {
  both: {
    name: 'a list is sorted, and goes on after a cursor or at an offset',
    body: (api) => `${cursorPages(api)}\n${offsetPages(api)}`,
  },
  cursor: { name: 'a list is sorted, and goes on after a cursor', body: cursorPages },
  offset: { name: 'a list is sorted, and goes on at an offset', body: offsetPages },
  none: {
    name: 'a list is sorted, and whole',
    body: (api) => `expect((await ${api}.list(query)).data.slice(-3)).toEqual(made)`,
  },
}

function cursorPages(api: string): string {
  return `let cursor: string | undefined
  const found = []
  do {
    const { data, page } = await ${api}.list({ ...query, limit: 2, ...(cursor && { cursor }) })
    found.push(...data)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(found.slice(-3)).toEqual(made)`
}

function offsetPages(api: string): string {
  return `const { page } = await ${api}.list({ ...query, limit: 1 })
  const offset = (page.totalCount ?? 0) - 2
  expect((await ${api}.list({ ...query, offset })).data).toEqual(made.slice(1))`
}

const requiredUnique = (columns: readonly Column[]) =>
  settable(columns).filter(({ spec, initial, relation }) => spec.unique && initial !== null && !relation)

function filters(subject: Subject): string[] {
  const { api, columns, resource } = subject
  const path = resource.parent ? '...path, ' : ''
  const cases = filterCases(columns)
  if (cases.length === 0) return []
  return [
    `test.each([${cases.join(', ')}] as const)('a list is filtered by %s', async (_, fits, others) => {
  ${opened(subject)}
  const [row, query] = fits
  const { id } = await ${api}.create({ ...fields, ...row })
  const idsOf = async (query: object) => (await ${api}.list({ ${path}...query })).data.map((row) => row.id)
  expect(await idsOf(query)).toContain(id)
  expect(await idsOf(others)).not.toContain(id)
})`,
  ]
}

/** The name of a filter, a row with a query that finds it, and a query that does not, as code. */
export function filterCases(columns: readonly Column[]): string[] {
  const own = filtered(columns).filter(isRepeatable)
  const set = (column: Column, n: number, end = '') => `{ ${column.field}${end}: ${validValue(column, n)} }`
  return [
    ...own.map((column) => `['${column.field}', [${set(column, 0)}, ${set(column, 0)}], ${set(column, 1)}]`),
    ...ranged(own).map(
      (column) =>
        `['${column.field}Min and ${column.field}Max', [${set(column, 0)}, { ${column.field}Min: ${validValue(column, 0)}, ${column.field}Max: ${validValue(column, 0)} }], ${set(column, 1, beyond(column))}]`,
    ),
    ...searched(columns)
      .filter(isRepeatable)
      .map(
        (column) =>
          `['q in ${column.field}', [${set(column, 0)}, { q: ${validValue(column, 0)}.toUpperCase() }], { q: 'no such word' }]`,
      ),
  ]
}

/** Whether a test can say a field's value twice. */
const isRepeatable = (column: Column) =>
  !column.relation && column.type !== 'computed' && !isFresh(validValue(column, 0))

/** The end of a range that another value lies beyond: other values are greater, or less where only a maximum is given. */
const beyond = ({ spec }: Column) => (spec.min === undefined && spec.max !== undefined ? 'Max' : 'Min')

function acts(subject: Subject, { name, set }: Resource['actions'][number]): string {
  const { api, keyOf } = subject
  const call = `${api}.${key(name)}({ ${keyOf('id')} })`
  return `test('${name} is idempotent', async () => {
  ${opened(subject)}
  const { id } = await ${api}.create(fields)
  const done = await ${call}
  expect(done).toMatchObject(${literal(set)})
  expect(await ${call}).toEqual(done)
})`
}
