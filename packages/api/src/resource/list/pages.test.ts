import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { refusal, testApi } from '../../testing/test-api.ts'
import { listCallOf } from '../calls.ts'
import { bookTable, createBooks } from '../testing/books.ts'
import { filtersOf } from './filters.ts'
import { pageLinks } from './links.ts'
import { createOffsetList, createWholeList } from './list.ts'
import { offsetInput, offsetPageOf, wholeOf } from './page.ts'

const filters = filtersOf(bookTable, { equalTo: ['pages'] })
const offsetList = listCallOf(createOffsetList(bookTable, { filters }))
const wholeList = listCallOf(createWholeList(bookTable, { filters }))
const sort = [{ field: 'title' as const, direction: 'asc' as const }]
const item = z.object({ title: z.string() })

let world: Awaited<ReturnType<typeof testApi>>
beforeAll(async () => {
  world = await testApi()
  await createBooks(world)
  await world.db.$executeRaw`
    INSERT INTO test_books (id, title, pages)
    SELECT gen_random_uuid(), lpad(n::text, 4, '0'), n / 1000 FROM generate_series(0, 1000) AS n`
})

test('a list with offsets only has the total, and no cursor', async () => {
  const page = await offsetList(world.ctx, { sort, limit: 2 })
  expect(page.page).toEqual({ limit: 2, offset: 0, totalCount: 1001, hasMore: true })
  expect(offsetPageOf(item).parse(page).data).toEqual([{ title: '0000' }, { title: '0001' }])
  const last = await offsetList(world.ctx, { sort, limit: 2, offset: 1000, pages: [1] })
  expect(last.page).toEqual({ limit: 2, offset: 1000, totalCount: 1, hasMore: false })
  expect(z.strictObject(offsetInput).safeParse({ cursor: 'x' }).error?.issues[0]?.code).toBe(
    'unrecognized_keys',
  )
})

test('its links go on by offset, whether or not one was given', async () => {
  const output = await offsetList(world.ctx, { sort, limit: 2 })
  expect(pageLinks({ input: {}, output })).toEqual({
    first: { cursor: null, offset: 0 },
    next: { offset: 2 },
  })
  expect(pageLinks({ input: { offset: 4 }, output: { page: { ...output.page, offset: 4 } } })).toMatchObject({
    next: { offset: 6 },
  })
})

test('a list without pages has all rows, up to 1,000, and only data', async () => {
  const all = await wholeList(world.ctx, { sort, pages: 0 })
  expect(Object.keys(all)).toEqual(['data'])
  expect(JSON.parse(JSON.stringify(all))).toEqual({ data: all.data })
  expect(
    wholeOf(item)
      .parse(all)
      .data.map(({ title }) => title),
  ).toEqual(Array.from({ length: 1000 }, (_, i) => String(i).padStart(4, '0')))
  expect((await wholeList(world.ctx, { sort, pages: 7 })).data).toEqual([])
})

test('a list without pages refuses to leave rows out', async () => {
  expect(await refusal(wholeList(world.ctx, { sort }))).toMatchObject({
    status: 422,
    message: 'more than 1000 rows match: narrow them down with filters',
  })
})
