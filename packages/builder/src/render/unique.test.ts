import { describe, expect, it } from 'vitest'
import { namesOf } from '../spec/names.ts'
import { resourceOf } from '../spec/resource.ts'
import type { FieldSpec, Spec } from '../spec/spec.ts'
import { columnsOf } from './columns.ts'
import { accessFile } from './files/access.ts'
import { routerTestFile } from './files/router-test/router-test.ts'

/** What tests of a resource are written, in one line. */
function testsOf(fields: FieldSpec[], more: Partial<Spec> = {}) {
  const resource = resourceOf({ version: 1, name: 'note', ...more, fields })
  const album = { names: namesOf('album', 'albums'), isOwned: true, hasTrash: false }
  const computed = new Map(fields.map(({ name }) => [name, { type: 'text' }]))
  const columns = columnsOf(resource, { targets: new Map([['album', album]]), specs: new Map(), computed })
  return { access: accessFile(resource, columns), test: routerTestFile(resource, columns) }
}

describe('each row in tests has a value of its own', () => {
  const album = { name: 'album', type: 'relation', to: 'album', unique: true } as const

  it('of a relation: what it points to is made for it', () => {
    const { access, test } = testsOf([{ ...album, required: true }])
    const another = 'albumId: (await albumAccess.sample(caller)).id'
    expect(access).toContain(`note.create.mutate({ ${another} })\nreturn { id, albumId }`)
    expect(test).toContain(
      'made.push(await api.note.create({ ...fields, albumId: (await albumAccess.sample(user)).id }))',
    )
    expect(test).toContain('create({ ...other, albumId: made.albumId })')
  })

  it('and none is given where it need not be', () => {
    const { access, test } = testsOf([album, { ...album, name: 'above', to: 'note' }])
    expect(access).toContain('note.create.mutate({  })')
    expect(test).toContain('made.push(await api.note.create(fields))')
  })

  it('of few values, which come in turn', () => {
    const { access, test } = testsOf([
      { name: 'kind', type: 'enum', values: ['a', 'b', 'c'], required: true, unique: true },
      { name: 'day', type: 'integer', min: 0, max: 6, required: true, unique: true },
    ])
    const values = `kind: nextOf('note.kind', ["a", "b", "c"]), day: next('note.day', 7)`
    expect(access).toContain(`create.mutate({ ${values} })`)
    expect(test).toContain(`made.push(await api.note.create({ ...fields, ${values} }))`)
    expect(access).toContain("varies: ['kind', 'day']")
  })

  it('of a default, which one row alone could have', () => {
    const { access } = testsOf([{ name: 'rank', type: 'integer', default: 1, unique: true }])
    expect(access).toContain("create.mutate({ rank: 1 + next('note.rank') })")
  })

  it('of what a unique expression is made of', () => {
    const { access, test } = testsOf([
      { name: 'title', type: 'text', required: true },
      { name: 'slug', type: 'computed', expression: 'lower(title)', unique: true },
    ])
    expect(access).toContain("varies: ['title', 'slug']")
    expect(test).toContain('made.push(await api.note.create({ ...fields, title: uuidv7() }))')
  })
})

it('a test takes no more of what is set up than it needs', () => {
  const { test } = testsOf([{ name: 'rank', type: 'integer', unique: true }], { parent: 'task' })
  const [, conflicts = ''] = test.split("test('an id, or a unique field,")
  expect(conflicts).toMatch(/^[^\n]*\n {2}const { api, fields } = await setUp\(\)/)
})

it('an action is tested for what an answer shows of it', () => {
  const { test } = testsOf(
    [
      { name: 'price', type: 'decimal' },
      { name: 'at', type: 'instant' },
      { name: 'album', type: 'relation', to: 'album' },
    ],
    { actions: [{ name: 'reset', set: { price: '0.50', at: '2026-01-01T01:00:00+01:00', album: null } }] },
  )
  expect(test).toContain(`toMatchObject({ price: "0.5", at: "2026-01-01T00:00:00.000Z", albumId: null })`)
})

it('a value that no row is given twice is found among few, or not looked for in vain', () => {
  const { test } = testsOf([
    { name: 'kind', type: 'enum', values: ['one'], default: 'one', filterable: true },
    { name: 'same', type: 'integer', min: 5, max: 5, filterable: true },
    { name: 'late', type: 'date', min: '9999-12-31', filterable: true },
  ])
  expect(test).not.toContain('a list is filtered by')
})

it('a row that an action changes has another value, whatever the turn is', () => {
  const { test } = testsOf(
    [{ name: 'level', type: 'enum', values: ['gold', 'silver', 'bronze'], required: true, unique: true }],
    { actions: [{ name: 'award', set: { level: 'gold' }, job: 'tellOwner' }] },
  )
  expect(test).toContain('create({ ...fields, level: "silver" })')
})
