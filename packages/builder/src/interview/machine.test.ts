import { describe, expect, it } from 'vitest'
import { type FieldSpec, type Spec, spec as specSchema } from '../spec/spec.ts'
import { draftFrom } from './draft-from.ts'
import { answer, answerTo, back, questionOf, specOf } from './machine.ts'
import { refusalOf } from './question.ts'
import { specFrom } from './spec-from.ts'
import { NOTE, PROJECT } from './testing/engine.ts'
import { type Answers, idOf, play } from './testing/play.ts'

const DEFAULTS: Answers = { name: 'recipe', fields: ['title'] }

describe('what the answers come to', () => {
  it('is a small spec where everything is as recommended', () => {
    expect(specOf(play(DEFAULTS))).toEqual({
      version: 1,
      name: 'recipe',
      fields: [
        { name: 'title', type: 'text', required: true, min: 1, max: 255, sortable: true, searchable: true },
      ],
    })
  })

  it('is everything that was chosen', () => {
    const state = play({
      name: 'person',
      plural: 'people',
      parent: 'task',
      operations: 'chosen',
      'operations.chosen': ['create', 'list'],
      actions: ['archive', 'close'],
      'close.set': 'archived = true, reason = "not needed", rank = 3',
      fields: ['name', 'rank'],
      'rank.type': 'integer',
      'archived.type': 'boolean',
      'reason.type': 'text',
      'reason.bounds': '..100',
      read: 'owner',
      write: 'owner',
      credentials: ['jwt'],
      pagination: 'both',
      cache: 'ttl',
      'cache.ttl': '60',
      page: 'yes',
    })
    expect(specOf(state)).toEqual({
      version: 1,
      name: 'person',
      parent: 'task',
      operations: ['list', 'create'],
      actions: [
        { name: 'archive', set: { archived: true } },
        { name: 'close', set: { archived: true, reason: 'not needed', rank: 3 } },
      ],
      fields: [
        { name: 'name', type: 'text', required: true, min: 1, max: 255, sortable: true, searchable: true },
        { name: 'rank', type: 'integer', sortable: true },
        { name: 'archived', type: 'boolean', default: false, filterable: true },
        { name: 'reason', type: 'text', max: 100 },
      ],
      access: { credentials: ['jwt'] },
      pagination: 'both',
      cache: { ttl: 60 },
      page: true,
    })
  })

  it('has no page of the web app where nobody could see a list', () => {
    const asked = { ...DEFAULTS, page: 'yes' }
    expect(specOf(play(asked)).page).toBe(true)
    expect(specOf(play({ ...asked, credentials: ['apiKey'] })).page).toBeUndefined()
    expect(
      specOf(play({ ...asked, operations: 'chosen', 'operations.chosen': ['get'] })).page,
    ).toBeUndefined()
  })

  it('names a plural only where it is not the usual one', () => {
    expect(specOf(play({ ...DEFAULTS, name: 'series' })).plural).toBeUndefined()
    expect(specOf(play({ ...DEFAULTS, name: 'person', plural: 'persons' })).plural).toBe('persons')
  })

  it.each<[Omit<FieldSpec, 'name'>, Answers]>([
    [
      { type: 'text', unique: true, ignoreCase: true, default: 'none' },
      { 'it.bounds': '', 'it.presence': 'default', 'it.default': 'none', 'it.also': ['unique'] },
    ],
    [
      { type: 'integer', min: 1, max: 5, required: true, filterable: true },
      { 'it.bounds': '1..5', 'it.also': ['filterable'] },
    ],
    [
      { type: 'decimal', precision: 9, scale: 2, default: '0.10', min: '0' },
      {
        'it.digits': '9, 2',
        'it.bounds': '0..',
        'it.presence': 'default',
        'it.default': '0.10',
        'it.also': [],
      },
    ],
    [
      { type: 'boolean', default: true },
      { 'it.presence': 'default', 'it.default': 'true', 'it.also': [] },
    ],
    [
      { type: 'date', min: '2026-01-01', required: true },
      { 'it.bounds': '2026-01-01..', 'it.also': [] },
    ],
    [{ type: 'instant', required: true, filterable: true, sortable: true }, {}],
    [{ type: 'uuid' }, { 'it.presence': 'optional' }],
    [
      {
        type: 'enum',
        values: ['In progress', '3d', 'true', 'a, b', 'say "x"'],
        default: '3d',
        filterable: true,
      },
      { 'it.values': 'In progress, 3d, true, "a, b", "say \\"x\\""', 'it.default': '3d' },
    ],
    [
      { type: 'json', shape: { type: 'array', items: { type: 'string' } }, default: ['a'] },
      { 'it.presence': 'default', 'it.default': '["a"]' },
    ],
    [
      { type: 'relation', to: 'project', onDelete: 'restrict', filterable: true },
      { 'it.to': 'project', 'it.presence': 'optional', 'it.onDelete': 'restrict' },
    ],
    [{ type: 'relation', to: 'recipe', required: true, filterable: true }, { 'it.to': 'recipe' }],
    [
      { type: 'computed', expression: 'lower(title)', sortable: true },
      { 'it.expression': 'lower(title)', 'it.also': ['sortable'] },
    ],
  ])('has a field %j', (field, answers) => {
    const state = play({ name: 'recipe', fields: ['it'], 'it.type': field.type, ...answers })
    expect(specOf(state).fields).toEqual([{ name: 'it', ...field }])
  })
})

describe('dangerous answers', () => {
  const PUBLIC: Answers = { ...DEFAULTS, read: 'public', write: 'public' }

  it('are asked about twice', () => {
    const state = play({ ...PUBLIC, publicWrite: 'yes', pagination: 'none', unpaged: 'yes' })
    expect(specOf(state)).toMatchObject({
      access: { read: 'public', write: 'public' },
      pagination: 'none',
      confirm: ['publicWrite', 'unpaged'],
    })
  })

  it.each([
    [{}, 'publicWrite', 'write'],
    [{ publicWrite: 'yes', pagination: 'none' }, 'unpaged', 'pagination'],
  ])('are asked again for who does not mean them', (more, danger, asked) => {
    const doubted = play({ ...PUBLIC, ...more }, { until: danger })
    expect(questionOf(doubted, PROJECT)).toMatchObject({ id: danger, recommended: 'no' })
    expect(questionOf(answer(doubted, PROJECT, 'no'), PROJECT)?.id).toBe(asked)
  })

  it('are not offered where the path would be somebody’s', () => {
    const optionsAfter = (read: string) => {
      const question = questionOf(play({ ...DEFAULTS, read }, { until: 'write' }), PROJECT)
      return question?.kind === 'choice' ? question.options.map(({ value }) => value) : []
    }
    expect(optionsAfter('public')).toEqual(['user', 'role:admin', 'public'])
    expect(optionsAfter('owner')).toEqual(['owner', 'user', 'role:admin'])
  })
})

describe('the way back', () => {
  it('leads through every question and keeps the answers after it', () => {
    const whole = play(DEFAULTS)
    let state = whole
    const seen: string[] = []
    for (let at = ''; at !== questionOf(state, PROJECT)?.id; state = back(state, PROJECT)) {
      at = questionOf(state, PROJECT)?.id ?? ''
      if (at !== '') seen.unshift(idOf(state, questionOf(state, PROJECT) ?? expect.fail()))
      if (at === '') at = 'end'
    }
    expect(seen).toEqual(
      [
        'target',
        'name',
        'plural',
        'parent',
        'operations',
        'item1.name',
        'review1',
        'title.name',
        'title.type',
        'title.bounds',
        'title.presence',
        'title.also',
        'review2',
        'read',
        'write',
        'credentials',
        'review3',
        'pagination',
        'cache',
        'page',
        'review4',
      ].filter((id) => id !== 'item1.name'),
    )
    expect(specOf(state)).toEqual(specOf(whole))
  })

  it('goes on where it left off once the answer is changed', () => {
    const late = play(DEFAULTS, { until: 'write' })
    let state = late
    while (questionOf(state, PROJECT)?.id !== 'plural') state = back(state, PROJECT)
    expect(answerTo(state, questionOf(state, PROJECT) ?? expect.fail())).toBe('recipes')
    state = answer(state, PROJECT, 'cookbook')
    expect(questionOf(state, PROJECT)?.id).toBe('write')
    expect(specOf(state).plural).toBe('cookbook')
  })

  it('asks what a changed answer brings, and finds the old answers when it is changed back', () => {
    const done = play({ ...DEFAULTS, 'title.bounds': '5..50' })
    const changeType = (state: typeof done, type: string) => {
      const at = { ...state, at: 'item1.type' }
      return answer(at, PROJECT, type)
    }
    const asEnum = changeType(done, 'enum')
    expect(questionOf(asEnum, PROJECT)?.id).toBe('item1.values')
    const asText = changeType(asEnum, 'text')
    expect(questionOf(asText, PROJECT)).toBeUndefined()
    expect(specOf(asText)).toEqual(specOf(done))
  })

  it('asks again what a changed answer made impossible', () => {
    const state = answer({ ...play({ ...DEFAULTS, write: 'owner' }), at: 'read' }, PROJECT, 'public')
    expect(questionOf(state, PROJECT)?.id).toBe('write')
  })

  it('keeps both when the target changes', () => {
    const own = play(DEFAULTS, { until: 'read' })
    const other = answer({ ...own, at: 'target' }, PROJECT, 'note')
    expect(specOf(other).name).toBe('note')
    expect(specOf(answer({ ...other, at: 'target' }, PROJECT, 'new'))).toEqual(specOf(own))
  })
})

describe('the end of a round', () => {
  const atReview = play({ ...DEFAULTS, fields: ['title', 'body'] }, { until: 'review2' })

  it('shows what was answered', () => {
    expect(questionOf(atReview, PROJECT)).toMatchObject({
      summary: [
        'title  text · 1..255 · required · sortable · searchable',
        'body   text · 1..10000 · or null · searchable',
      ],
    })
  })

  it('leads back to any answer of this round and of earlier ones', () => {
    const change = answer(atReview, PROJECT, 'change')
    expect(questionOf(answer(change, PROJECT, 'plural'), PROJECT)?.id).toBe('plural')
    const field = answer(change, PROJECT, 'item2')
    const bounds = answer(field, PROJECT, 'item2.bounds')
    expect(questionOf(bounds, PROJECT)?.message).toBe('How long is body?')
    const changed = answer(bounds, PROJECT, '1..9')
    expect(questionOf(changed, PROJECT)?.id).toBe('review2')
    expect(specOf(changed).fields[1]).toMatchObject({ name: 'body', max: 9 })
  })

  it('adds and removes fields', () => {
    const added = play(
      { fields: ['title', 'body', 'rank'] },
      { from: answer(atReview, PROJECT, 'add'), until: 'review2' },
    )
    expect(specOf(added).fields.map(({ name }) => name)).toEqual(['title', 'body', 'rank'])
    const removed = answer(answer(added, PROJECT, 'remove'), PROJECT, 'item1')
    expect(questionOf(removed, PROJECT)?.id).toBe('review2')
    expect(specOf(removed).fields.map(({ name }) => name)).toEqual(['body', 'rank'])
  })

  it('adds and removes actions', () => {
    const first = play({ ...DEFAULTS, actions: ['pin'] }, { until: 'review1' })
    const second = play(
      { actions: ['pin', 'archive'] },
      { from: answer(first, PROJECT, 'add'), until: 'review1' },
    )
    const removed = answer(answer(second, PROJECT, 'remove'), PROJECT, 'item1')
    expect(specOf(removed).actions).toEqual([{ name: 'archive', set: { archived: true } }])
  })
})

describe('what is there already', () => {
  it('is no name for something new', () => {
    const question = questionOf(play({}, { until: 'name' }), PROJECT)
    expect(question && refusalOf(question, 'note')).toContain('choose "More of note"')
  })

  it('is asked about with its fields, and its name stays', () => {
    const state = play({ target: 'note', fields: [] }, { until: 'review2' })
    const more = play({ fields: ['body', 'pinned', 'rank'] }, { from: answer(state, PROJECT, 'add') })
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
      fields: [
        { name: 'price', type: 'decimal', precision: 9, scale: 2, min: '0', required: true, sortable: true },
        { name: 'kind', type: 'enum', values: ['a, b', 'In progress'], default: 'a, b' },
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
