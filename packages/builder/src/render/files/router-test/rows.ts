import type { Resource } from '../../../spec/resource.ts'
import {
  answeredSet,
  changedValue,
  initialValue,
  invalidValue,
  otherValue,
  validValue,
} from '../../samples.ts'
import { key, withArticle } from '../../source.ts'
import { settable } from '../schema.ts'
import { forRows, opened, otherRow, type Subject } from './subject.ts'

export function keepsFields(subject: Subject): string {
  const { api, columns, keyOf, resource } = subject
  const own = settable(columns).filter(({ relation }) => !relation)
  const all = own.map((column) => `${column.field}: ${otherValue(column)}`)
  const defaults = own
    .filter(({ isGiven }) => !isGiven)
    .map((column) => `, ${column.field}: ${initialValue(column)}`)
  return `test('${withArticle(resource.names.words)} keeps what it is given, and has defaults for the rest', async () => {
  ${opened(subject, ...forRows(subject))}
  const given: Fields = { ...fields, ${all.join(', ')} }
  const made = await ${api}.create(given)
  expect(made).toMatchObject({ ...given, version: 1 })
  expect(await ${api}.get({ ${keyOf('id: made.id')} })).toEqual(made)
  const other: Fields = ${otherRow(columns)}
  expect(await ${api}.create(other)).toMatchObject(${defaults.length > 0 ? `{ ...other${defaults.join('')} }` : 'other'})
})`
}

export function updates(subject: Subject): string {
  const { api, columns, keyOf } = subject
  const changes = settable(columns)
    .filter(({ relation }) => !relation)
    .flatMap((column) => {
      const value = changedValue(column)
      return value === undefined ? [] : [{ field: column.field, value }]
    })
  const [change] = changes
  // Without a type, the value of an enum would be any text.
  const declared = change
    ? `change: Pick<Fields, '${change.field}'> = { ${change.field}: ${change.value} }`
    : 'change = {}'
  const version = change ? 2 : 1
  return `test('an update leaves omitted fields, and one that changes nothing the version', async () => {
  ${opened(subject)}
  const made = await ${api}.create(fields)
  const ${declared}
  const changed = await ${api}.update({ ${keyOf('id: made.id')}, ...change })
  expect(changed).toMatchObject({ ...fields, ...change, version: ${version} })
  expect(await ${api}.update({ ${keyOf('id: made.id')}, ...change })).toEqual(changed)
})`
}

export function replaces(subject: Subject): string {
  const { api, columns } = subject
  const own = settable(columns).filter(({ relation, isGiven }) => !relation && !isGiven)
  const all = own.map((column) => `${column.field}: ${otherValue(column)}`)
  const defaults = own.map((column) => `${column.field}: ${initialValue(column)}`)
  return `test('a replacement returns omitted fields to their defaults', async () => {
  const { api, fields } = await setUp()
  const made = await ${api}.create({ ...fields, ${all.join(', ')} })
  expect(await ${api}.replace({ ...fields, id: made.id })).toMatchObject({ ...fields, ${defaults.join(', ')} })
})`
}

export function refuses(subject: Subject): string {
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

export function conflicts(subject: Subject): string {
  const { api, columns } = subject
  const unique = settable(columns).filter(
    ({ isGiven, relation, spec }) => spec.unique && (isGiven || !relation),
  )
  const own = unique
    .filter(({ isGiven }) => !isGiven)
    .map((column) => `${column.field}: ${validValue(column, 0)}`)
  const tests = unique.map(
    ({ field }) =>
      `expect(await refusal(${api}.create({ ...other, ${field}: made.${field} }))).toMatchObject({ error: 'CONFLICT', message: expect.stringContaining('${field}') })`,
  )
  return `test('an id${unique.length > 0 ? ', or a unique field,' : ''} that is taken is a conflict', async () => {
  const { ${['api', 'fields', ...forRows(subject)].join(', ')} } = await setUp()
  const made = await ${api}.create(${own.length > 0 ? `{ ...fields, ${own.join(', ')} }` : 'fields'})
  const other: Fields = ${otherRow(columns)}
  expect(await refusal(${api}.create({ ...other, id: made.id }))).toMatchObject({ error: 'CONFLICT', message: expect.stringContaining('id') })
${tests.join('\n')}
})`
}

export function conditional(subject: Subject): string {
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

export function deletes(subject: Subject): string {
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

export function acts(subject: Subject, { name, set }: Resource['actions'][number]): string {
  const { api, columns, keyOf } = subject
  const call = `${api}.${key(name)}({ ${keyOf('id')} })`
  return `test('${name} is idempotent', async () => {
  ${opened(subject)}
  const { id } = await ${api}.create(fields)
  const done = await ${call}
  expect(done).toMatchObject({ ${answeredSet(set, columns)} })
  expect(await ${call}).toEqual(done)
})`
}
