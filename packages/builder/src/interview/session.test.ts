import { describe, expect, it } from 'vitest'
import { givenBy } from './plan-dialogue.ts'
import type { Engine } from './project.ts'
import { interview } from './session.ts'
import type { Reply } from './terminal.ts'
import { testEngine } from './testing/engine.ts'
import { type Doing, Person } from './testing/person.ts'

const BACK: Reply = { kind: 'back' }
const LEAVE: Reply = { kind: 'interrupted' }
const RECIPE: Record<string, Doing[]> = { name: ['recipe'], 'item1.name': ['', 'title'], 'item2.name': [''] }
const ONE_FIELD = RECIPE

describe('an interview', () => {
  it('ends with the spec and the plan, in which is the SQL of the migration', async () => {
    const person = new Person(RECIPE)
    const outcome = await interview(testEngine(), person)
    expect(outcome).toMatchObject({ kind: 'write', spec: { name: 'recipe', fields: [{ name: 'title' }] } })
    expect(person.shown).toContain('create    packages/api/src/recipe/schema.ts')
    expect(person.shown).toContain('CREATE TABLE "recipes" ();')
  })

  it('says what is being done while it is planned, and nothing more to somebody who left', async () => {
    const person = new Person(RECIPE)
    await interview(testEngine(), person)
    expect(person.said).toContain('Trying the migration')
    const leaving = new Person(RECIPE)
    const engine: Engine = {
      ...testEngine(),
      plan: async (spec, signal, onStep) => {
        leaving.leave()
        return testEngine().plan(spec, signal, onStep)
      },
    }
    await interview(engine, leaving)
    expect(leaving.said).not.toContain('Trying the migration')
  })

  it('says at once what the checks refuse', async () => {
    const person = new Person({ ...ONE_FIELD, name: ['class', 'recipe'], 'item1.name': ['', 'id', 'title'] })
    await interview(testEngine(), person)
    expect(person.refusals).toEqual([
      'class is a reserved word of TypeScript (try classItem)',
      'id: is there already',
    ])
  })

  it('refuses an answer that an earlier one does not go with, and names that', async () => {
    const person = new Person({ ...ONE_FIELD, parent: ['task'], read: ['user'], write: ['user', 'owner'] })
    const outcome = await interview(testEngine(), person)
    expect(person.refusals).toEqual(['Place: what is under a task has an owner'])
    expect(outcome).toMatchObject({ spec: { access: { read: 'user' } } })
  })

  it('needs a field', async () => {
    const person = new Person({ name: ['recipe'], 'item1.name': ['', '', 'title'] })
    await interview(testEngine(), person)
    expect(person.refusals).toEqual(['recipe: needs a field'])
  })

  it('goes back where the checks refuse the whole', async () => {
    const engine = testEngine()
    const strict: Engine = {
      ...engine,
      check: (spec) =>
        spec.pagination === 'none' && !spec.confirm?.includes('publicWrite')
          ? [{ path: ['pagination'], message: 'not with this' }]
          : engine.check(spec),
    }
    const person = new Person({ ...ONE_FIELD, pagination: ['none', 'both'], unpaged: ['yes'] })
    const outcome = await interview(strict, person)
    expect(person.refusals).toEqual(['Pages: not with this'])
    expect(outcome).toMatchObject({ kind: 'write', spec: { pagination: 'both' } })
  })
})

describe('the plan', () => {
  it('shows a diff on demand', async () => {
    const person = new Person({
      ...RECIPE,
      plan: ['diff', 'diff', 'write'],
      'plan.diff': ['prisma/schema.prisma', BACK],
    })
    const outcome = await interview(testEngine(), person)
    expect(outcome.kind).toBe('write')
    expect(person.shown).toContain('+ model')
  })

  it('leads back to the answers', async () => {
    const person = new Person({
      ...RECIPE,
      plan: ['back', 'write'],
      pagination: ['cursor', 'both'],
      review4: ['on', 'change'],
      'review4.change': ['pagination'],
    })
    expect(await interview(testEngine(), person)).toMatchObject({
      kind: 'write',
      spec: { pagination: 'both' },
    })
  })

  it('can be left with nothing written and a command that has the whole spec', async () => {
    const person = new Person({ ...RECIPE, plan: ['leave'] })
    const outcome = await interview(testEngine(), person)
    expect(outcome.kind).toBe('leave')
    expect(person.shown).toEqual(
      expect.arrayContaining(["pnpm gen resource --yes --spec - <<'END'", '  "name": "recipe",']),
    )
  })

  it('goes back with the words of a plan that failed', async () => {
    let failed = false
    const engine: Engine = {
      ...testEngine(),
      plan: async (spec, ...rest) => {
        if (failed) return testEngine().plan(spec, ...rest)
        failed = true
        throw new Error('column "x" does not exist')
      },
    }
    const person = new Person(RECIPE)
    expect((await interview(engine, person)).kind).toBe('write')
    expect(person.refusals).toEqual(['column "x" does not exist'])
  })
})

describe('leaving', () => {
  it.each([
    'target',
    'name',
    'operations',
    'review1',
    'item1.type',
    'review2',
    'read',
    'review3',
    'cache',
    'review4',
    'plan',
  ])('ends it at %s', async (id) => {
    const person = new Person({ ...RECIPE, [id]: [LEAVE] })
    expect(await interview(testEngine(), person)).toEqual({ kind: 'interrupted' })
    expect(person.asked.at(-1)).toBe(id)
  })

  it('ends it in a diff of the plan, and while it is planned', async () => {
    const inDiff = new Person({ ...RECIPE, plan: ['diff'], 'plan.diff': [LEAVE] })
    expect(await interview(testEngine(), inDiff)).toEqual({ kind: 'interrupted' })
    const person = new Person(RECIPE)
    const slow: Engine = {
      ...testEngine(),
      plan: async (spec, signal, onStep) => {
        person.leave()
        signal.throwIfAborted()
        return testEngine().plan(spec, signal, onStep)
      },
    }
    expect(await interview(slow, person)).toEqual({ kind: 'interrupted' })
    expect(person.asked).not.toContain('plan')
  })
})

describe('the command', () => {
  it('holds the spec in a form that shells leave alone', () => {
    const spec = { version: 1 as const, name: 'note', fields: [] }
    expect(givenBy(spec).slice(1, -1).join('\n')).toBe(JSON.stringify(spec, null, 2))
  })
})
