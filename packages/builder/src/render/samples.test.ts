import { expect, it } from 'vitest'
import { resourceOf } from '../spec/resource.ts'
import type { FieldSpec } from '../spec/spec.ts'
import { columnsOf } from './columns.ts'
import { routerTestFile } from './files/router-test/router-test.ts'
import { schemaFile } from './files/schema.ts'
import { changedValue } from './samples.ts'

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
