import { describe, expect, it } from 'vitest'
import type { FieldSpec } from '../spec/spec.ts'
import { answer, answerTo, back, questionOf, specOf } from './machine.ts'
import { PROJECT } from './testing/engine.ts'
import { type Answers, idOf, play } from './testing/play.ts'

const DEFAULTS: Answers = { name: 'recipe', fields: ['title required'] }

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
      resource: 'other',
      plural: 'people',
      parent: 'task',
      operations: 'chosen',
      'operations.chosen': ['create', 'list'],
      actions: ['archive', 'close sets archived = true, reason = "not needed", rank = 3'],
      fields: ['name text required', 'rank', 'reason ..100'],
      access: 'other',
      credentials: ['jwt'],
      lists: 'other',
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
        { name: 'reason', type: 'text', max: 100 },
        { name: 'archived', type: 'boolean', default: false, filterable: true },
      ],
      access: { credentials: ['jwt'] },
      pagination: 'both',
      cache: { ttl: 60 },
      page: true,
    })
  })

  it('has no page of the web app where nobody could see a list', () => {
    const asked: Answers = { ...DEFAULTS, lists: 'other', page: 'yes' }
    expect(specOf(play(asked)).page).toBe(true)
    expect(specOf(play({ ...DEFAULTS, lists: 'page' })).page).toBe(true)
    expect(specOf(play({ ...asked, access: 'other', credentials: ['apiKey'] })).page).toBeUndefined()
    const only: Answers = { resource: 'other', operations: 'chosen', 'operations.chosen': ['get'] }
    expect(specOf(play({ ...asked, ...only })).page).toBeUndefined()
  })

  it('names a plural only where it is not the usual one', () => {
    expect(specOf(play({ ...DEFAULTS, name: 'series' })).plural).toBeUndefined()
    expect(specOf(play({ ...DEFAULTS, name: 'person', resource: 'other', plural: 'persons' })).plural).toBe(
      'persons',
    )
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
  ])('has a field %j, of which everything is asked', (field, answers) => {
    const state = play({ name: 'recipe', fields: ['it ?'], 'it.type': field.type, ...answers })
    expect(specOf(state).fields).toEqual([{ name: 'it', ...field }])
  })
})

describe('dangerous answers', () => {
  const PUBLIC: Answers = { ...DEFAULTS, access: 'other', read: 'public', write: 'public', lists: 'other' }

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
      const question = questionOf(play({ ...DEFAULTS, access: 'other', read }, { until: 'write' }), PROJECT)
      return question?.kind === 'choice' ? question.options.map(({ value }) => value) : []
    }
    expect(optionsAfter('public')).toEqual(['role:admin', 'user', 'public'])
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
    expect(seen).toEqual(['target', 'name', 'resource', 'title.line', 'access', 'lists', 'review'])
    expect(specOf(state)).toEqual(specOf(whole))
  })

  it('goes on where it left off once the answer is changed', () => {
    let state = play({ ...DEFAULTS, resource: 'other' }, { until: 'lists' })
    while (questionOf(state, PROJECT)?.id !== 'plural') state = back(state, PROJECT)
    expect(answerTo(state, questionOf(state, PROJECT) ?? expect.fail())).toBe('recipes')
    state = answer(state, PROJECT, 'cookbook')
    expect(questionOf(state, PROJECT)?.id).toBe('lists')
    expect(specOf(state).plural).toBe('cookbook')
  })

  it('asks what a changed answer brings, and finds the old answers when it is changed back', () => {
    const done = play({ ...DEFAULTS, fields: ['title ?'], 'title.bounds': '5..50' })
    const changeType = (state: typeof done, type: string) =>
      answer({ ...state, at: 'item1.type' }, PROJECT, type)
    const asEnum = changeType(done, 'enum')
    expect(questionOf(asEnum, PROJECT)?.id).toBe('item1.values')
    const asText = changeType(asEnum, 'text')
    expect(questionOf(asText, PROJECT)).toBeUndefined()
    expect(specOf(asText)).toEqual(specOf(done))
  })

  it('asks what a line leaves out, and shows it in the line', () => {
    const state = play({ name: 'recipe', fields: ['state enum'] }, { until: 'state.values' })
    const known = answer(state, PROJECT, 'open, closed')
    expect(questionOf(known, PROJECT)).toMatchObject({ id: 'item1.default', recommended: 'open' })
    const line = back(answer(known, PROJECT, 'closed'), PROJECT)
    expect(answerTo(line, questionOf(line, PROJECT) ?? expect.fail())).toBe(
      'state enum(open, closed) default closed',
    )
  })

  it('begins where it was with a line that was asked about, and asks no more of one that says it all', () => {
    const asked = play({ name: 'recipe', fields: ['title ?'] }, { until: 'title.presence' })
    const line = { ...asked, at: 'item1.line' }
    expect(answerTo(line, questionOf(line, PROJECT) ?? expect.fail())).toBe('title text ?')
    expect(questionOf(answer(line, PROJECT, 'title text ..9 ?'), PROJECT)?.id).toBe('item1.presence')
    expect(questionOf(answer(line, PROJECT, 'title text ..9'), PROJECT)?.id).toBe('item2.line')
  })

  it('asks again what a changed answer made impossible', () => {
    const owner = play({ ...DEFAULTS, access: 'other', write: 'owner' })
    const state = answer({ ...owner, at: 'read' }, PROJECT, 'public')
    expect(questionOf(state, PROJECT)?.id).toBe('write')
  })

  it('keeps both when the target changes', () => {
    const own = play(DEFAULTS, { until: 'access' })
    const other = answer({ ...own, at: 'target' }, PROJECT, 'note')
    expect(specOf(other).name).toBe('note')
    expect(specOf(answer({ ...other, at: 'target' }, PROJECT, 'new'))).toEqual(specOf(own))
  })
})
