import type { Resource } from '../../spec/resource.ts'
import type { Column } from '../columns.ts'
import { filterCases } from '../files/router-test/lists.ts'
import type { Project } from '../rendering.ts'
import { initialValue, invalidValue, otherValue } from '../samples.ts'
import { Imports, withArticle } from '../source.ts'

/** `added-fields.test.ts`: that the added fields are there wherever the resource is. */
export function addedFieldsTestFile(
  resource: Resource,
  columns: readonly Column[],
  project: Project,
): string {
  const imports = new Imports()
  for (const name of ['expect', 'test']) imports.use('vitest', name)
  for (const name of ['refusal', 'testApi']) imports.use('../testing/test-api.ts', name)
  imports.use('./access.ts', 'access')
  const { many, one, words } = resource.names
  const api = `api.${one}`
  const hasTrash = project.targets.get(one)?.hasTrash === true
  const tests = [
    keeps(api, words),
    changes(api, columns),
    refuses(api, columns),
    ...(hasTrash ? [isKeptElsewhere(api, many, words)] : []),
    ...sorts(api, columns),
    ...filters(api, columns),
  ]
  const given = columns.map((column) => `${column.field}: ${otherValue(column)}`)
  const defaults = columns.map((column) => `${column.field}: ${initialValue(column)}`)
  return `${imports}
const given = { ${given.join(', ')} } as const
const defaults = { ${defaults.join(', ')} }

async function setUp() {
  const { api } = await (await testApi()).signIn()
  return { api, fields: access.calls.create }
}

${tests.join('\n\n')}
`
}

const keeps = (
  api: string,
  words: string,
) => `test('${withArticle(words)} keeps what it is given, and has defaults for the rest', async () => {
  const { api, fields } = await setUp()
  expect(await ${api}.create(fields)).toMatchObject(defaults)
  const made = await ${api}.create({ ...fields, ...given })
  expect(made).toMatchObject(given)
  expect(await ${api}.get({ id: made.id })).toEqual(made)
  expect((await ${api}.list({ limit: 1 })).data).toEqual([made])
})`

function changes(api: string, columns: readonly Column[]): string {
  const nulls = columns.filter(({ isNullable }) => isNullable).map(({ field }) => `${field}: null`)
  const cleared = nulls.length > 0 ? `{ ${nulls.join(', ')} }` : undefined
  return `test('an update sets them${cleared ? ' and null clears them' : ''}, and a replacement returns them to their defaults', async () => {
  const { api, fields } = await setUp()
  const { id } = await ${api}.create(fields)
  expect(await ${api}.update({ id, ...given })).toMatchObject({ ...given, version: 2 })
  expect(await ${api}.update({ id, ...given })).toMatchObject({ ...given, version: 2 })
  ${
    cleared
      ? `const cleared = ${cleared}
  expect(await ${api}.update({ id, ...cleared })).toMatchObject({ ...given, ...cleared })
  await ${api}.update({ id, ...given })`
      : ''
  }
  expect(await ${api}.replace({ id, ...fields })).toMatchObject(defaults)
})`
}

function refuses(api: string, columns: readonly Column[]): string {
  const cases = columns.flatMap((column) => [
    `['${column.field}', ${invalidValue(column)}]`,
    ...(column.isNullable ? [] : [`['${column.field}', null]`]),
  ])
  return `test.each([${cases.join(', ')}])('a %s of %j is refused by its name', async (field, value) => {
  const { api, fields } = await setUp()
  const call = ${api}.create({ ...fields, [field]: value } as never)
  expect(await refusal(call)).toMatchObject({ error: 'VALIDATION_ERROR', issues: [{ path: [field] }] })
})`
}

/** In sync, in the trash and in the export. */
const isKeptElsewhere = (
  api: string,
  many: string,
  words: string,
) => `test('copies learn of them, ${withArticle(words)} in the trash keeps them, and they are exported', async () => {
  const { api, fields } = await setUp()
  const made = await ${api}.create({ ...fields, ...given })
  expect((await ${api}.changes({ since: 0 })).changes).toEqual([{ type: 'upsert', ${api.slice('api.'.length)}: made }])
  expect((await api.user.export()).${many}).toEqual([made])
  await ${api}.delete({ id: made.id })
  expect((await ${api}.listDeleted()).data).toMatchObject([given])
  expect(await ${api}.restore({ id: made.id })).toMatchObject(given)
})`

function sorts(api: string, columns: readonly Column[]): string[] {
  const fields = columns
    .filter(({ spec, isNullable }) => spec.sortable && isNullable)
    .map(({ field }) => `'${field}'`)
  if (fields.length === 0) return []
  return [
    `test.each([${fields.join(', ')}] as const)('a list is sorted by %s, and those without one come last', async (field) => {
  const { api, fields } = await setUp()
  const without = await ${api}.create(fields)
  const made = await ${api}.create({ ...fields, ...given })
  for (const sort of [field, \`-\${field}\`])
    expect((await ${api}.list({ sort })).data).toEqual([made, without])
})`,
  ]
}

function filters(api: string, columns: readonly Column[]): string[] {
  const cases = filterCases(columns)
  if (cases.length === 0) return []
  return [
    `test.each([${cases.join(', ')}] as const)('a list is filtered by %s', async (_, fits, others) => {
  const { api, fields } = await setUp()
  const [row, query] = fits
  const made = await ${api}.create({ ...fields, ...row })
  expect((await ${api}.list(query)).data).toEqual([made])
  expect((await ${api}.list(others)).data).toEqual([])
})`,
  ]
}
