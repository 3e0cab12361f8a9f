import { describe, expect, it } from 'vitest'
import { givenBy } from './plan-dialogue.ts'
import type { Engine } from './project.ts'
import { interview } from './session.ts'
import type { Reply } from './terminal.ts'
import { testEngine } from './testing/engine.ts'
import { type Doing, Person } from './testing/person.ts'

const BACK: Reply = { kind: 'back' }
const LEAVE: Reply = { kind: 'interrupted' }
const RECIPE: Record<string, Doing[]> = { name: ['recipe'], 'item1.line': ['title text required'] }

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

  it('takes the usual everywhere where nothing but a name and a field is typed, in nine questions', async () => {
    const person = new Person(RECIPE)
    await interview(testEngine(), person)
    const asked = [
      'target',
      'name',
      'resource',
      'item1.line',
      'item2.line',
      'access',
      'lists',
      'review',
      'plan',
    ]
    expect(person.asked).toEqual(asked)
    expect(person.said).toContain('title: text · 1..255 · required · sortable · searchable')
  })

  it('says what a field has come to once all of it is answered', async () => {
    const person = new Person({
      name: ['recipe'],
      'item1.line': ['state enum'],
      'item1.values': ['open, done'],
    })
    await interview(testEngine(), person)
    expect(person.said.filter((one) => one.startsWith('state'))).toEqual([
      'state: enum · open, done · default "open" · filterable',
    ])
  })

  it('begins the plan that the usual answers lead to, and another one where they change', async () => {
    const begun: unknown[] = []
    const person = new Person({ ...RECIPE, lists: ['page'] })
    await interview({ ...testEngine(), foresee: (spec) => begun.push(spec.page ?? false) }, person)
    expect(begun).toEqual([false, false, true])
  })

  it('says at once what the checks refuse', async () => {
    const person = new Person({
      ...RECIPE,
      name: ['class', 'recipe'],
      'item1.line': ['id text', 'title text'],
    })
    await interview(testEngine(), person)
    expect(person.refusals).toEqual([
      'class is a reserved word of TypeScript (try classItem)',
      'id: is there already',
    ])
  })

  it('leads from a usual answer that is refused to the questions behind it', async () => {
    const engine = testEngine()
    const taken: Engine = {
      ...engine,
      check: (spec) =>
        spec.plural === undefined ? [{ path: ['plural'], message: 'recipes is taken' }] : engine.check(spec),
    }
    const person = new Person({ ...RECIPE, resource: ['usual', 'other'], plural: ['recipes', 'dishes'] })
    expect(await interview(taken, person)).toMatchObject({ kind: 'write', spec: { plural: 'dishes' } })
    expect(person.refusals).toEqual(['recipes is taken', 'recipes is taken'])
  })

  it('refuses an answer that an earlier one does not go with, and names that', async () => {
    const person = new Person({
      ...RECIPE,
      resource: ['other'],
      parent: ['task'],
      access: ['other'],
      read: ['user'],
      write: ['user', 'owner'],
    })
    const outcome = await interview(testEngine(), person)
    expect(person.refusals).toEqual(['Place: what is under a task has an owner'])
    expect(outcome).toMatchObject({ spec: { access: { read: 'user' } } })
  })

  it('needs a field', async () => {
    const person = new Person({ name: ['recipe'], 'item1.line': ['', 'title'] })
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
    const person = new Person({ ...RECIPE, lists: ['other'], pagination: ['none', 'both'], unpaged: ['yes'] })
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
      lists: ['usual', 'other'],
      pagination: ['both'],
      review: ['on', 'change'],
      'review.change': ['lists'],
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
      expect.arrayContaining(["npx -y pnpm gen resource --yes --spec - <<'END'", '  "name": "recipe",']),
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
  it.each(['target', 'name', 'resource', 'item1.line', 'access', 'lists', 'review', 'plan'])(
    'ends it at %s',
    async (id) => {
      const person = new Person({ ...RECIPE, [id]: [LEAVE] })
      expect(await interview(testEngine(), person)).toEqual({ kind: 'interrupted' })
      expect(person.asked.at(-1)).toBe(id)
    },
  )

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
