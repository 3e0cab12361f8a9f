import { describe, expect, it } from 'vitest'
import { questionOf, specOf } from '../machine.ts'
import { PROJECT } from '../testing/engine.ts'
import { type Answers, play } from '../testing/play.ts'

const NAMES = { name: 'recipe' }

/** The question that comes after some answers. */
const next = (answers: Answers, until: string) =>
  questionOf(play({ ...NAMES, ...answers }, { until }), PROJECT) ?? expect.fail()

it.each([
  ['published = true', 'boolean'],
  ['published = 3', 'integer'],
  ['published = now', 'text'],
])('a field that an action sets most likely has the type of that value: %s', (set, type) => {
  const answers = { resource: 'other', operations: 'actions', actions: [`publish sets ${set}`] }
  expect(specOf(play({ ...NAMES, ...answers, fields: ['published'] })).fields).toMatchObject([{ type }])
  const asked = { ...answers, fields: ['published ?'] }
  expect(next(asked, 'published.type')).toMatchObject({ recommended: type })
})

describe('what is unique is so', () => {
  const hint = (answers: Answers) => {
    const question = next({ fields: ['title ?'], ...answers }, 'title.also')
    return question.kind === 'choices' && question.options.find(({ value }) => value === 'unique')?.hint
  }

  it('for each user, where the rows certainly have owners', () => {
    expect(hint({ resource: 'other', parent: 'task' })).toBe('for each user: a value that is taken is 409')
  })

  it('for each user, where it is not known yet whether they have', () => {
    expect(hint({})).toBe('for each user, where rows have owners: a value that is taken is 409')
  })
})
