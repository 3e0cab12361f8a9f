import { afterAll, beforeAll, expect, it } from 'vitest'
import { explore, type ProjectState } from '../explore/explore.ts'
import { checkSpec } from '../spec/check.ts'
import { createProject, type TestProject } from '../testing/project.ts'
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
  const person = new Person({ name: ['recipe'], 'item1.name': [action], 'item1.set': [set], ...doings })
  const outcome = await interview({ ...testEngine(), check: (spec) => checkSpec(spec, project) }, person)
  return { outcome, refusals: person.refusals }
}

it('a field that an action sets can be named before it is asked about', async () => {
  const { outcome, refusals } = await interviewed('publish', 'published = true', {
    'item2.name': ['', 'published'],
    'item3.name': [''],
  })
  expect(refusals).toEqual([])
  expect(outcome).toMatchObject({ spec: { fields: [{ name: 'published', type: 'boolean' }] } })
})

it('a type that does not take the value is refused in words, and another one is taken', async () => {
  const { outcome, refusals } = await interviewed('publish', 'published = true', {
    'item2.name': ['', 'published'],
    'item2.type': ['date', 'boolean'],
    'item3.name': [''],
  })
  expect(refusals).toEqual([
    'publish sets published = true, and published must be a date as "2026-01-31". The type "Yes or no" takes true',
  ])
  expect(outcome).toMatchObject({ spec: { fields: [{ name: 'published', type: 'boolean' }] } })
})

it('a field of some values is asked for them, and has to have the one that an action sets', async () => {
  const { outcome, refusals } = await interviewed('close', 'status = closed', {
    'item2.name': ['', ''],
    'item2.type': ['enum'],
    'item2.values': ['open, done', 'open, closed'],
  })
  expect(refusals).toEqual(['close sets status = closed, and status must be "open" or "done"'])
  expect(outcome).toMatchObject({ spec: { fields: [{ name: 'status', values: ['open', 'closed'] }] } })
})
