import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { spec } from './spec.ts'

interface Schema {
  type?: string
  const?: unknown
  enum?: string[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
}

/** The keys of a schema by their paths, each with what is said of it in the table: values that are possible, and whether it is needed. */
function keysOf(schema: Schema, prefix = ''): [string, { values: string[]; isNeeded: boolean }][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, of]) => {
    const path = `${prefix}${name}`
    const parts = [of, ...(of.anyOf ?? []), ...(of.items ? [of.items] : [])]
    const values = parts.flatMap((part) => part.enum ?? (typeof part.const === 'string' ? [part.const] : []))
    const below = parts.flatMap((part) => keysOf(part, part === of.items ? `${path}[].` : `${path}.`))
    return [[path, { values, isNeeded: schema.required?.includes(name) ?? false }], ...below]
  })
}

/** The rows of the table whose first column is called `key`, and that has what it is and what it is otherwise. */
function rowsOf(text: string): [string, { values: string[]; isNeeded: boolean }][] {
  const [, table = ''] = /\n(\| key +\| is +\| means[^\n]*\n(?:\|[^\n]*\n)+)/.exec(text) ?? []
  return table
    .split('\n')
    .slice(2, -1)
    .map((row) => {
      const [, key = '', is = '', , otherwise = ''] = row.split('|').map((cell) => cell.trim())
      const values = [...is.matchAll(/`([^`]+)`/g)].map(([, value = '']) => value)
      return [
        key.replaceAll('`', ''),
        { values: values.filter((value) => value !== '1'), isNeeded: otherwise === 'is needed' },
      ]
    })
}

it('is in the documentation as it is in the code', () => {
  const documentation = readFileSync(new URL('../../../../docs/builder.md', import.meta.url), 'utf8')
  const schema = z.toJSONSchema(spec, { io: 'input' }) as Schema
  expect(rowsOf(documentation)).toEqual(keysOf(schema))
})
