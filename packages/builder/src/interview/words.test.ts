import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { explore, type ProjectState } from '../explore/explore.ts'
import { checkSpec } from '../spec/check/check.ts'
import type { Spec } from '../spec/spec.ts'
import { createProject, type TestProject } from '../testing/project.ts'
import { wordsOf } from './words.ts'

let folder: TestProject
let project: ProjectState
beforeAll(async () => {
  folder = createProject()
  project = await explore(folder.root)
})
afterAll(() => folder.remove())

/** What the checks refuse of a spec, as it is said. */
function refusalsOf(spec: Omit<Spec, 'version' | 'name'>, label?: string): string[] {
  const whole: Spec = { version: 1, name: 'recipe', ...spec }
  return checkSpec(whole, project).map((issue) => wordsOf(issue, whole, label))
}

describe('what is refused begins with what it is about', () => {
  it('an action, by its name', () => {
    const fields = [{ name: 'body', type: 'text' }] as const
    const actions = [{ name: 'delete', set: { body: 'x' } }]
    expect(refusalsOf({ fields: [...fields], actions })).toEqual(['delete: is an operation (try deleteNow)'])
  })

  it('a field, by its name, and by the label of the question where it is about a part of it', () => {
    expect(refusalsOf({ fields: [{ name: 'id', type: 'uuid' }] })).toEqual([
      'id: is kept in every row already (try idValue)',
    ])
    const title = { name: 'title', type: 'text', max: 600, unique: true } as const
    expect(refusalsOf({ fields: [title] }, 'Length')[0]).toMatch(/^title, length: must be at most 500 in a/)
  })

  it('what an action sets, with the type that fits it', () => {
    const actions = [{ name: 'publish', set: { published: true } }]
    const refused = (type: 'date' | 'boolean' | 'text') =>
      refusalsOf({ fields: [{ name: 'published', type }], actions }, 'What publish sets')
    expect(refused('date')).toEqual([
      'publish sets published = true, and published must be a date as "2026-01-31". The type boolean takes true',
    ])
    expect(refused('boolean')).toEqual([])
    expect(
      refusalsOf({
        fields: [{ name: 'rank', type: 'boolean' }],
        actions: [{ name: 'raise', set: { rank: 3 } }],
      }),
    ).toEqual(['raise sets rank = 3, and rank must be true or false. The type integer takes 3'])
  })

  it('the whole, by the label of its question', () => {
    const spec: Spec = { version: 1, name: 'recipe', fields: [] }
    expect(wordsOf({ path: ['pagination'], message: 'not with this' }, spec, 'Pages')).toBe(
      'Pages: not with this',
    )
    expect(refusalsOf({ fields: [] })).toEqual(['recipe: must have a field'])
  })
})
