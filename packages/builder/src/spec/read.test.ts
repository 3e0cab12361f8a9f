import { describe, expect, test } from 'vitest'
import { base } from '../testing/refusals.ts'
import { lineOf } from './issue.ts'
import { jsonSchema, parseJson, parseSpec } from './read.ts'

/** The lines with which the form of a spec is refused. */
const refusalOfForm = (value: unknown) => {
  const read = parseSpec(value)
  return 'issues' in read ? read.issues.map((issue) => lineOf(issue, value)) : []
}

describe('the form of a spec', () => {
  test.each<[unknown, string]>([
    [{ ...base, pagenation: 'both' }, 'pagenation: is not known (try "pagination")'],
    [
      { ...base, fields: [{ name: 'a', type: 'text', sortabel: true }] },
      'fields[0].sortabel (a): is not known (try "sortable")',
    ],
    [{ ...base, fields: [{ name: 'a', type: 'string' }] }, 'fields[0].type (a): must be "text", "integer"'],
    [
      { ...base, fields: [{ name: 'due_at', type: 'date' }] },
      'must be a name in camelCase: a letter, then letters and digits, at most 50 (try "dueAt")',
    ],
    [{ ...base, name: undefined }, 'name: is missing'],
    [{ ...base, version: 2 }, 'version: must be 1'],
    [{ ...base, cache: { ttl: 0.5 } }, 'cache: must be "none", { "control"'],
    [{ ...base, access: { red: 'owner' } }, 'access.red: is not known (try "read")'],
    [null, 'spec: '],
    [{ ...base, fields: [{ name: 'a' }] }, 'fields[0].type (a): is missing'],
    [
      { ...base, fields: [{ name: 'a', type: 'integer', min: true }] },
      'min (a): must be a number or a string',
    ],
    [
      { ...base, actions: [{ name: 'a', set: {}, sett: 1 }] },
      'actions[0].sett (a): is not known (try "set")',
    ],
    [
      { ...base, actions: [{ name: 'a', set: { body: {} } }] },
      'must be a string, a number, true, false or null',
    ],
  ])('%j', (value, line) => {
    expect(refusalOfForm(value)).toEqual([expect.stringContaining(line)])
  })

  test('names the place where a text is not JSON', () => {
    expect(parseJson('{\n  "a": 1,\n}')).toEqual({ problem: expect.stringContaining('is not JSON') })
  })

  test('says where a text ends too early', () => {
    expect(parseJson('{ "a": 1')).toEqual({ problem: expect.stringContaining('is not JSON') })
    expect(parseJson('')).toEqual({ problem: 'is not JSON: Unexpected end of JSON input' })
  })

  test('is told by a JSON Schema', () => {
    expect(jsonSchema()).toMatchObject({
      type: 'object',
      required: ['version', 'name', 'fields'],
      additionalProperties: false,
    })
  })
})
