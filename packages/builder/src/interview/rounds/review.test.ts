import { describe, expect, it } from 'vitest'
import { type Spec, spec as specSchema } from '../../spec/spec.ts'
import { draftFrom } from '../draft-from.ts'
import { answer, answerTo, questionOf, specOf } from '../machine.ts'
import { refusalOf } from '../question.ts'
import { specFrom } from '../spec-from.ts'
import { NOTE, PROJECT } from '../testing/engine.ts'
import { type Answers, play } from '../testing/play.ts'

const DEFAULTS: Answers = { name: 'recipe', fields: ['title required'] }

describe('the end of the questions', () => {
  const atReview = play({ ...DEFAULTS, fields: ['title required', 'body'] }, { until: 'review' })

  it('shows what was answered', () => {
    expect(questionOf(atReview, PROJECT)).toMatchObject({
      summary: [
        'Name        recipe, recipes',
        'Path        /{userId}/recipes',
        'Operations  list, get, create, replace, update, delete',
        'Access      its owner, by access token or API key',
        'Scopes      recipes:read, recipes:write',
        'Lists       pages by cursor · no caching · no page in the web app',
        '',
        'title       text · 1..255 · required · sortable · searchable',
        'body        text · 1..10000 · or null · searchable',
      ],
    })
  })

  it('leads back to any answer', () => {
    const change = answer(atReview, PROJECT, 'change')
    expect(questionOf(answer(change, PROJECT, 'name'), PROJECT)?.id).toBe('name')
    const line = answer(change, PROJECT, 'item2.line')
    expect(answerTo(line, questionOf(line, PROJECT) ?? expect.fail())).toBe('body text')
    const changed = answer(line, PROJECT, 'body text 1..9')
    expect(questionOf(changed, PROJECT)?.id).toBe('review')
    expect(specOf(changed).fields[1]).toMatchObject({ name: 'body', max: 9 })
  })

  it('adds and removes fields', () => {
    const from = answer(atReview, PROJECT, 'addField')
    const added = play({ fields: ['', '', 'rank'] }, { from, until: 'review' })
    expect(specOf(added).fields.map(({ name }) => name)).toEqual(['title', 'body', 'rank'])
    const removed = answer(answer(added, PROJECT, 'remove'), PROJECT, 'item1')
    expect(questionOf(removed, PROJECT)?.id).toBe('review')
    expect(specOf(removed).fields.map(({ name }) => name)).toEqual(['body', 'rank'])
  })

  it('adds and removes actions', () => {
    const own: Answers = { ...DEFAULTS, resource: 'other', operations: 'actions' }
    const first = play({ ...own, actions: ['pin'] }, { until: 'review' })
    const from = answer(first, PROJECT, 'addAction')
    const second = play({ actions: ['', 'archive'] }, { from, until: 'review' })
    const removed = answer(answer(second, PROJECT, 'remove'), PROJECT, 'item1')
    expect(specOf(removed).actions).toEqual([{ name: 'archive', set: { archived: true } }])
  })

  it('leaves out what was answered before the usual was wanted after all', () => {
    const own: Answers = { ...DEFAULTS, resource: 'other', operations: 'actions', plural: 'dishes' }
    const done = play({ ...own, actions: ['pin'], access: 'other', read: 'user', write: 'user' })
    const alone = answer({ ...done, at: 'access' }, PROJECT, 'usual')
    const usual = answer({ ...alone, at: 'resource' }, PROJECT, 'usual')
    expect(specOf(usual)).toMatchObject({ name: 'recipe' })
    expect(Object.keys(specOf(usual))).toEqual(['version', 'name', 'fields'])
    expect(specOf(answer({ ...usual, at: 'resource' }, PROJECT, 'other')).plural).toBe('dishes')
  })
})

describe('what is there already', () => {
  it('is no name for something new', () => {
    const question = questionOf(play({}, { until: 'name' }), PROJECT)
    expect(question && refusalOf(question, 'note')).toContain('choose "More of note"')
  })

  it('is asked about with its fields, and its name stays', () => {
    const state = play({ target: 'note' }, { until: 'review' })
    const more = play({ fields: ['', '', 'rank'] }, { from: answer(state, PROJECT, 'addField') })
    expect(specOf(more)).toEqual({
      ...NOTE,
      fields: [...NOTE.fields, { name: 'rank', type: 'integer', sortable: true }],
    })
  })

  it.each<Spec>([
    NOTE,
    {
      version: 1,
      name: 'person',
      plural: 'persons',
      operations: ['list', 'get'],
      actions: [{ name: 'raise', set: { rank: 3 }, job: 'tellOwner' }],
      fields: [
        { name: 'price', type: 'decimal', precision: 9, scale: 2, min: '0', required: true, sortable: true },
        { name: 'kind', type: 'enum', values: ['a, b', 'In progress'], default: 'a, b' },
        { name: 'rank', type: 'integer', required: true, default: 0 },
        { name: 'boss', type: 'relation', to: 'person', onDelete: 'restrict' },
        { name: 'tags', type: 'json', shape: { type: 'array', items: { type: 'string' } }, default: [] },
        { name: 'lower', type: 'computed', expression: 'lower(kind)', filterable: true },
        { name: 'code', type: 'text', unique: true, ignoreCase: true },
      ],
      access: { read: 'public', write: 'role:admin' },
      pagination: 'none',
      cache: { control: 'public, max-age=5' },
      confirm: ['unpaged'],
    },
  ])('comes back as it was, where nothing is changed', (spec) => {
    expect(specFrom(draftFrom(spec))).toEqual(specSchema.parse(spec))
  })
})

describe('what was written by hand', () => {
  it('takes no field that its callers would have to give', () => {
    const question = questionOf(play({ target: 'task' }, { until: 'item1.line' }), PROJECT) ?? expect.fail()
    expect(refusalOf(question, 'rank integer required')).toContain('callers that are there do not give it')
    expect(refusalOf(question, 'owner relation(user)')).toContain('no field of type relation')
    expect(refusalOf(question, 'code text unique')).toContain('cannot be unique')
  })

  it('is asked about its new fields alone', () => {
    const state = play({ target: 'task', fields: ['rank'] })
    expect(questionOf(state, PROJECT)).toBeUndefined()
    expect(specOf(state)).toEqual({
      version: 1,
      name: 'task',
      fields: [{ name: 'rank', type: 'integer', sortable: true }],
    })
  })
})
