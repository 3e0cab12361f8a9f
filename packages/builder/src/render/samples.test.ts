import { expect, it } from 'vitest'
import { resourceOf } from '../spec/resource.ts'
import type { FieldSpec } from '../spec/spec.ts'
import { columnsOf } from './columns.ts'
import { routerTestFile } from './files/router-test/router-test.ts'
import { schemaFile } from './files/schema.ts'
import { changedValue, initialValue, otherValue, validValue } from './samples.ts'

const of = (...fields: FieldSpec[]) => {
  const resource = resourceOf({ version: 1, name: 'note', fields })
  const project = { targets: new Map(), specs: new Map(), computed: new Map() }
  return { resource, columns: columnsOf(resource, project) }
}
const changedIn = (field: FieldSpec) => of(field).columns.map(changedValue)

it.each<[FieldSpec, string | undefined]>([
  [{ name: 'kind', type: 'enum', values: ['open', 'closed'], default: 'open' }, '"closed"'],
  [{ name: 'kind', type: 'enum', values: ['open', 'closed'], default: 'closed' }, '"open"'],
  [{ name: 'kind', type: 'enum', values: ['open', 'closed'], required: true }, '"closed"'],
  [{ name: 'kind', type: 'enum', values: ['open'], default: 'open' }, undefined],
  [{ name: 'read', type: 'boolean', default: true }, 'false'],
  [{ name: 'read', type: 'boolean', default: false }, 'true'],
  [{ name: 'rank', type: 'integer', min: 1, max: 1, required: true }, undefined],
])('what an update changes is not what a new row has: %j', (field, value) => {
  expect(changedIn(field)).toEqual([value])
})

it('an update is tested with a field that can have another value, or changes nothing', () => {
  const kind: FieldSpec = { name: 'kind', type: 'enum', values: ['open'], default: 'open' }
  const test = (...fields: FieldSpec[]) => {
    const { resource, columns } = of(...fields)
    return routerTestFile(resource, columns)
  }
  expect(test(kind, { name: 'rank', type: 'integer' })).toContain(
    "const change: Pick<Fields, 'rank'> = { rank: 3 }",
  )
  expect(test(kind)).toMatch(/const change = {}.*version: 1 }/s)
})

it('a required text is trimmed and not empty, unless the spec says that it may be', () => {
  const schema = (field: Partial<FieldSpec>) => {
    const { resource, columns } = of({ name: 'title', type: 'text', ...field })
    return schemaFile(resource, columns)
  }
  expect(schema({ required: true })).toContain('title: text({ min: 1, max: 10_000, trim: true })')
  expect(schema({ required: true, min: 3, max: 9 })).toContain('text({ min: 3, max: 9, trim: true })')
  expect(schema({ required: true, min: 0, max: 9 })).toContain('text({ max: 9, trim: true })')
  expect(schema({ max: 9 })).toContain('text({ max: 9 })')
})

it.each<[FieldSpec, string[]]>([
  [{ name: 'a', type: 'decimal', precision: 3, scale: 3 }, ['0.1', '0.2', '0.3', '0.4', '0.5']],
  [{ name: 'a', type: 'decimal' }, ['1.5', '2.5', '3.5', '4.5', '5.5']],
  [{ name: 'a', type: 'decimal', min: '1.005', scale: 3 }, ['1.005', '1.505', '2.005', '2.505', '3.005']],
  [{ name: 'a', type: 'decimal', precision: 1, scale: 0, max: -8 }, ['-8', '-9', '-9', '-9', '-9']],
  [
    { name: 'a', type: 'decimal', precision: 30, scale: 1, min: '12345678901234567890.50' },
    ['0.5', '1', '1.5', '2', '2.5'].map((end) => `1234567890123456789${end}`),
  ],
  [
    { name: 'a', type: 'date', min: '9999-12-30' },
    ['30', '31', '31', '31', '31'].map((day) => `9999-12-${day}`),
  ],
  [
    { name: 'a', type: 'date', max: '0001-01-02' },
    ['02', '01', '01', '01', '01'].map((day) => `0001-01-${day}`),
  ],
])('values stay within what the field can be: %j', (field, values) => {
  const [column] = of(field).columns
  expect(column && [0, 1, 2, 3, 4].map((n) => JSON.parse(validValue(column, n)))).toEqual(values)
})

it('a field with one value has no other', () => {
  const [column] = of({ name: 'kind', type: 'enum', values: ['open'], default: 'open' }).columns
  expect(column && otherValue(column)).toBe('"open"')
})

it.each<[FieldSpec, string]>([
  [{ name: 'a', type: 'decimal', default: '007.50' }, '"7.5"'],
  [
    { name: 'a', type: 'uuid', default: '01980000-ABCD-7000-8000-000000000000' },
    '"01980000-abcd-7000-8000-000000000000"',
  ],
  [{ name: 'a', type: 'instant', default: '2026-01-01T01:00:00+01:00' }, '"2026-01-01T00:00:00.000Z"'],
])('a default is compared as answers have it: %j', (field, code) => {
  expect(of(field).columns.map(initialValue)).toEqual([code])
})
