import { afterAll, beforeAll, expect, it } from 'vitest'
import { explore, type ProjectState } from '../explore/explore.ts'
import { checkSpec } from '../spec/check/check.ts'
import { createProject, type TestProject } from '../testing/project.ts'
import { summaryOf } from './display.ts'
import { interview } from './session.ts'
import { testEngine } from './testing/engine.ts'
import { type Doing, Person } from './testing/person.ts'

let folder: TestProject
let project: ProjectState
beforeAll(async () => {
  folder = createProject()
  project = await explore(folder.root)
})
afterAll(() => folder.remove())

/** An interview about a resource with an action, with the checks of the builder. */
async function interviewed(action: string, set: string, doings: Record<string, Doing[]>) {
  const person = new Person({
    name: ['recipe'],
    resource: ['other'],
    operations: ['actions'],
    'item1.line': [`${action} sets ${set}`],
    ...doings,
  })
  const outcome = await interview({ ...testEngine(), check: (spec) => checkSpec(spec, project) }, person)
  return { outcome, refusals: person.refusals }
}

it('a field that an action sets can be named before it is asked about', async () => {
  const { outcome, refusals } = await interviewed('publish', 'published = true', {
    'item2.line': ['', 'published'],
  })
  expect(refusals).toEqual([])
  expect(outcome).toMatchObject({ spec: { fields: [{ name: 'published', type: 'boolean' }] } })
})

it('a type that does not take the value is refused in words, and another one is taken', async () => {
  const { outcome, refusals } = await interviewed('publish', 'published = true', {
    'item2.line': ['', 'published date', 'published boolean'],
  })
  expect(refusals).toEqual([
    'publish sets published = true, and published must be a date as "2026-01-31". The type boolean takes true',
  ])
  expect(outcome).toMatchObject({ spec: { fields: [{ name: 'published', type: 'boolean' }] } })
})

it('a field of some values is asked for those that its line leaves out, and has to have the one that an action sets', async () => {
  const { outcome, refusals } = await interviewed('close', 'status = closed', {
    'item2.line': ['', 'status enum(open, done)', 'status enum'],
    'item2.values': ['open, done', 'open, closed'],
  })
  const refusal = 'close sets status = closed, and status must be "open" or "done"'
  expect(refusals).toEqual([refusal, refusal])
  expect(outcome).toMatchObject({ spec: { fields: [{ name: 'status', values: ['open', 'closed'] }] } })
})

it('a field that nobody has named is offered as one that has another value at first', async () => {
  const { outcome } = await interviewed('archive', 'archived = true', { 'item2.line': ['', 'title', ''] })
  expect(outcome).toMatchObject({
    spec: { fields: [{ name: 'title' }, { name: 'archived', type: 'boolean', default: false }] },
  })
})

it('a job comes at the end of a line, and one that cannot be called so is refused there', async () => {
  const line = 'archive sets archived = true'
  const person = new Person({
    name: ['recipe'],
    resource: ['other'],
    operations: ['actions'],
    'item1.line': [`${line} runs write`, `${line} runs tellOwner`],
    'item2.line': ['', 'archived', ''],
  })
  const outcome = await interview({ ...testEngine(), check: (spec) => checkSpec(spec, project) }, person)
  expect(person.refusals).toEqual(['archive: write has another meaning there (try writeRecipe)'])
  const actions = [{ name: 'archive', set: { archived: true }, job: 'tellOwner' }]
  expect(outcome).toMatchObject({ spec: { actions } })
  expect(summaryOf({ version: 1, name: 'recipe', fields: [], actions }, false)).toContain(
    'Action archive  archived = true · runs tellOwner',
  )
})
