import { describe, expect, it } from 'vitest'
import type { FieldSpec } from '../../spec/spec.ts'
import { questionOf, specOf } from '../machine.ts'
import { refusalOf } from '../question.ts'
import { PROJECT } from '../testing/engine.ts'
import { play } from '../testing/play.ts'
import { actionText, readAction } from './action-line.ts'
import { type LineContext, readField, refuseField } from './field-line.ts'
import { fieldText } from './field-text.ts'

const CONTEXT: LineContext = { isAdded: false, targets: ['task', 'user'], setting: () => undefined }
const TITLE = { type: 'text', min: 1, max: 255, sortable: true, searchable: true } as const

/** The field of a resource with this one line. */
const fieldOf = (line: string) => specOf(play({ name: 'recipe', fields: [line] })).fields[0]

it.each<[string, Omit<FieldSpec, 'name'>]>([
  ['title text required', { ...TITLE, required: true }],
  ['title', TITLE],
  ['title: string, required, ..80', { ...TITLE, min: undefined, max: 80, required: true }],
  ['title text ..10000', { type: 'text', max: 10_000, searchable: true }],
  ['title text plain ..', { type: 'text' }],
  [
    'title text filterable unique ignoreCase',
    {
      ...TITLE,
      sortable: undefined,
      searchable: undefined,
      filterable: true,
      unique: true,
      ignoreCase: true,
    },
  ],
  ['pages integer', { type: 'integer', sortable: true }],
  ['pages int min 1 max 9 default 3', { type: 'integer', sortable: true, min: 1, max: 9, default: 3 }],
  ['read boolean default false', { type: 'boolean', default: false, filterable: true }],
  ['read', { type: 'boolean', default: false, filterable: true }],
  ['read boolean optional', { type: 'boolean', filterable: true }],
  ['read boolean default=true', { type: 'boolean', default: true, filterable: true }],
  [
    'kind enum(to do, "a, b)", done)',
    { type: 'enum', values: ['to do', 'a, b)', 'done'], default: 'to do', filterable: true },
  ],
  [
    'kind enum todo, in progress, done default done',
    { type: 'enum', values: ['todo', 'in progress', 'done'], default: 'done', filterable: true },
  ],
  [
    'kind enum todo done required',
    { type: 'enum', values: ['todo', 'done'], required: true, filterable: true },
  ],
  [
    'price decimal(9,2) 0.. default 1.50',
    { type: 'decimal', precision: 9, scale: 2, min: '0', default: '1.50', sortable: true },
  ],
  ['rank integer required default 0', { type: 'integer', required: true, default: 0, sortable: true }],
  ['on date 2026-01-01..', { type: 'date', min: '2026-01-01', filterable: true, sortable: true }],
  [
    'owner relation (user) required cascade',
    { type: 'relation', to: 'user', required: true, onDelete: 'cascade', filterable: true },
  ],
  ['task', { type: 'relation', to: 'task', filterable: true }],
  [
    'meta json({ kind: \'a)\' }) default {"kind": "a)"}',
    {
      type: 'json',
      shape: {
        type: 'object',
        properties: { kind: { const: 'a)' } },
        required: ['kind'],
        additionalProperties: false,
      },
      default: { kind: 'a)' },
    },
  ],
  [
    "sum computed(pages * 2 || ' (') sortable",
    { type: 'computed', expression: "pages * 2 || ' ('", sortable: true },
  ],
])('reads %s', (line, field) => {
  expect(fieldOf(line)).toEqual(JSON.parse(JSON.stringify({ name: line.split(/[\s:]/)[0], ...field })))
})

it.each([
  ['title strng', 'strng is no type (try string)'],
  ['title text requird', 'requird is not understood (try required)'],
  ['title text required optional', 'cannot be both: required, and optional'],
  ['title text default x optional', 'cannot be both: default, and optional'],
  ['title text 5..1', '5 is more than 1'],
  ['title text(255)', 'its length comes after it'],
  ['title text ignoreCase', 'write unique as well'],
  [
    'pages integer searchable',
    'pages cannot be searchable: of type integer it can be filterable, sortable, unique',
  ],
  ['pages integer default many', 'The default of pages: Write a whole number'],
  ['pages integer default', 'A value is missing: write default 5'],
  ['read boolean 1..2', 'a boolean has no bounds'],
  ['kind enum(a, a)', 'Twice the same value'],
  ['kind enum(a, b', ') is missing'],
  ['kind enum(a, b))', 'Nothing that is open is closed by )'],
  ['kind enum(a, b) default c', 'the default is one of a, b, and not c'],
  ['owner relation(nobody)', 'there are task, user'],
  ['owner relation default me', 'A relation has no default'],
  ['meta json(Date)', 'no type Date'],
  ['sum computed(a) required', 'nobody gives it a value'],
  ['title text default "a', 'A " is not closed'],
  ['Shopping list', ': shopping'],
  ['title constructor', 'constructor is no type'],
  ['title text toString', 'toString is not understood'],
  ['?', 'Types: text, integer'],
  ['price decimal(2000,2)', 'From 1 to 1,000 digits in all'],
  ['price decimal(2,4)', 'More digits after the point than in all'],
  ['sum computed()', 'An expression is needed'],
  ['read boolean default maybe', 'the default is true or false, and not maybe'],
  ['pages integer(5)', 'takes no brackets'],
])('refuses %s', (line, words) => {
  expect(refuseField(line, CONTEXT)).toContain(words)
})

it.each([
  'title text required',
  'title text default "in part" 1..80 plain unique ignoreCase',
  'read boolean optional',
  'read boolean required default true',
  'kind enum(a, b) required default a',
  'kind enum(to do, "a, b)") default "a, b)"',
  'price decimal(9,2) required 0.. filterable',
  'owner relation(user) cascade',
  'meta json({ a: string }) default {"a":"b c"}',
  "sum computed(lower(title) || ' (') searchable",
  'title text ?',
])('writes %s as it was read', (line) => {
  const { answers, said, isAsked } = readField(line, CONTEXT)
  expect(fieldText(isAsked ? { ...said, isAsked: 'yes' } : answers)).toBe(line)
})

describe('an action', () => {
  it.each([
    ['archive', 'archive sets archived = true'],
    ['archive: archived = true', 'archive sets archived = true'],
    ['close sets reason = "done, or not", rank = 3', 'close sets reason = "done, or not", rank = 3'],
    ['mark sets = 1', 'mark sets sets = 1'],
    ['archive runs tellOwner', 'archive sets archived = true runs tellOwner'],
    ['close sets reason = done runs tellOwner', 'close sets reason = done runs tellOwner'],
    ['close sets reason = "he runs home"', 'close sets reason = "he runs home"'],
  ])('is read from %s', (line, text) => {
    const action = readAction(line)
    expect('refusal' in action ? action.refusal : actionText(action)).toBe(text)
  })

  it.each([
    ['Archive', 'camelCase'],
    ['archive sets archived', 'write archive sets field = value'],
    [
      'archive runs tell-owner2',
      'The name of a job is in camelCase and has no digits, at most 50 letters: tellOwner',
    ],
    ['archive runs', 'write archive sets field = value'],
  ])('is not read from %s', (line, words) => {
    expect(readAction(line)).toMatchObject({ refusal: expect.stringContaining(words) })
  })
})

it('a name that another field has is for the checks, and an empty line ends the fields', () => {
  const question = questionOf(play({ name: 'recipe', fields: ['title'] }, { until: 'item2.line' }), PROJECT)
  expect(question && refusalOf(question, '')).toBeUndefined()
  expect(question && refusalOf(question, 'title')).toBeUndefined()
})
