import { describe, expect, test } from 'vitest'
import { refusal, testApi } from '../testing/test-api.ts'

const world = await testApi()

/** One letter, as one code point and as two. */
const COMPOSED = '\u00e9'
const DECOMPOSED = 'e\u0301'

describe('a tag in two spellings', () => {
  test('is one tag, in its composed one', async () => {
    const { api } = await world.signIn()
    const first = await api.task.create({ title: 'first', tags: [`caf${DECOMPOSED}`] })
    const second = await api.task.create({ title: 'second', tags: [`caf${COMPOSED}`] })
    expect(first.tags).toEqual(second.tags)
    expect(await api.task.tags()).toEqual({ data: [{ tag: `caf${COMPOSED}`, count: 2 }] })
    for (const tag of [`caf${COMPOSED}`, `caf${DECOMPOSED}`])
      expect((await api.task.list({ tag })).page.totalCount).toBe(2)
  })

  test('is there twice in one task', async () => {
    const { api } = await world.signIn()
    const tags = [COMPOSED, DECOMPOSED]
    const twice = { status: 422, issues: [{ path: ['tags', 1], message: 'is there twice' }] }
    expect(await refusal(api.task.create({ title: 'x', tags }))).toMatchObject(twice)
    const { id } = await api.task.create({ title: 'x' })
    expect(await refusal(api.task.update({ id, tags }))).toMatchObject(twice)
  })

  test('is one tag of a line of quick add', async () => {
    const { api } = await world.signIn()
    const { task } = await api.task.quickAdd({ text: `Buy #${COMPOSED} #${DECOMPOSED}`, timeZone: 'UTC' })
    expect(task?.tags).toEqual([COMPOSED])
  })

  test('may be as long as one in its composed spelling', async () => {
    const { api } = await world.signIn()
    const { tags } = await api.task.create({ title: 'x', tags: [DECOMPOSED.repeat(50)] })
    expect(tags).toEqual([COMPOSED.repeat(50)])
  })

  test('that differs in case is another tag', async () => {
    const { api } = await world.signIn()
    expect((await api.task.create({ title: 'x', tags: ['Home', 'home'] })).tags).toEqual(['Home', 'home'])
  })
})

test('title and description come back byte for byte, in whatever spelling', async () => {
  const { api } = await world.signIn()
  const texts = {
    title: `${DECOMPOSED} ${COMPOSED} \u212b`,
    description: `\u1100\u1161 \uac00 ${DECOMPOSED}\n`,
  }
  const { id } = await api.task.create(texts)
  expect(await api.task.get({ id })).toMatchObject(texts)
})

describe.each(['few', 'many'])('a search of a user with %s tasks', (amount) => {
  test.each([
    ['σίσυφος', 'ΣΊΣΥΦΟΣ'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
    ['Σίσυφοσ', 'σίσυφος'],
    ['straße', 'STRASSE'],
    ['STRASSE', 'straße'],
    ['STRAẞE', 'strasse'],
    [`caf${DECOMPOSED}`, `CAF${COMPOSED}`],
    [`caf${COMPOSED}`, `Caf${DECOMPOSED}`],
    ['ﬁsh', 'FISH'],
    ['300 \u212a', '300 k'],
    ['ДОМ', 'дом'],
    ['100% \\o/ a_b', '% \\ _'],
  ])('finds %s by %s', async (text, q) => {
    const { id: userId, api } = await world.signIn()
    // New tasks of owners of many are in the trigram indexes.
    if (amount === 'many') await world.db.revision.update({ where: { userId }, data: { taskCount: 10_000 } })
    await api.task.create({ title: `In the title ${text}` })
    await api.task.create({ title: 'In the notes', description: `x ${text} y` })
    await api.task.create({ title: 'Neither', description: 'nor' })
    const { data } = await api.task.list({ q, sort: 'createdAt' })
    expect(data.map(({ title }) => title)).toEqual([`In the title ${text}`, 'In the notes'])
  })
})
