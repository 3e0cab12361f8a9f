import type { Pagination } from '../../../spec/spec.ts'
import type { Column } from '../../columns.ts'
import { isFresh } from '../../fresh-samples.ts'
import { validValue } from '../../samples.ts'
import { literal } from '../../source.ts'
import { filtered, ranged, searched, sortFields } from '../schema.ts'
import { forRows, opened, otherRow, type Subject } from './subject.ts'

export function pages(subject: Subject): string {
  const { api, columns, resource } = subject
  return `test('${PAGES[resource.pagination].name}', async () => {
  ${opened(subject, ...forRows(subject))}
  const made = []
  for (const _ of [1, 2, 3]) made.push(await ${api}.create(${otherRow(columns)}))
  const query = { ${resource.parent ? '...path, ' : ''}sort: 'createdAt' }
  ${PAGES[resource.pagination].body(api)}
  for (const sort of ${literal(sortFields(columns))}) {
    expect((await ${api}.list({ ...query, sort: \`-\${sort}\` })).data.length).toBeGreaterThanOrEqual(3)
  }
})`
}

/** What a list of each kind does. Rows of a shared resource may be those of other tests, too. */
const PAGES: Record<Pagination, { name: string; body(api: string): string }> = {
  both: {
    name: 'a list is sorted, and goes on after a cursor or at an offset',
    body: (api) => `${cursorPages(api)}\n${offsetPages(api)}`,
  },
  cursor: { name: 'a list is sorted, and goes on after a cursor', body: cursorPages },
  offset: { name: 'a list is sorted, and goes on at an offset', body: offsetPages },
  none: {
    name: 'a list is sorted, and whole',
    body: (api) => `expect((await ${api}.list(query)).data.slice(-3)).toEqual(made)`,
  },
}

function cursorPages(api: string): string {
  return `let cursor: string | undefined
  const found = []
  do {
    const { data, page } = await ${api}.list({ ...query, limit: 2, ...(cursor && { cursor }) })
    found.push(...data)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(found.slice(-3)).toEqual(made)`
}

function offsetPages(api: string): string {
  return `const { page } = await ${api}.list({ ...query, limit: 1 })
  const offset = (page.totalCount ?? 0) - 2
  expect((await ${api}.list({ ...query, offset })).data).toEqual(made.slice(1))`
}

export function filters(subject: Subject): string[] {
  const { api, columns, resource } = subject
  const path = resource.parent ? '...path, ' : ''
  const cases = filterCases(columns)
  if (cases.length === 0) return []
  return [
    `test.each([${cases.join(', ')}] as const)('a list is filtered by %s', async (_, fits, others) => {
  ${opened(subject)}
  const [row, query] = fits
  const { id } = await ${api}.create({ ...fields, ...row })
  const idsOf = async (query: object) => (await ${api}.list({ ${path}...query })).data.map((row) => row.id)
  expect(await idsOf(query)).toContain(id)
  expect(await idsOf(others)).not.toContain(id)
})`,
  ]
}

/** Characters that `q` has at most. */
const MAX_QUERY = 200

/** The name of a filter, a row with a query that finds it, and a query that does not, as code. */
export function filterCases(columns: readonly Column[]): string[] {
  const own = filtered(columns).filter(isRepeatable).filter(hasOther)
  const set = (column: Column, n: number, end = '') => `{ ${column.field}${end}: ${validValue(column, n)} }`
  return [
    ...own.map((column) => `['${column.field}', [${set(column, 0)}, ${set(column, 0)}], ${set(column, 1)}]`),
    ...ranged(own).map(
      (column) =>
        `['${column.field}Min and ${column.field}Max', [${set(column, 0)}, { ${column.field}Min: ${validValue(column, 0)}, ${column.field}Max: ${validValue(column, 0)} }], ${set(column, 1, beyond(column))}]`,
    ),
    ...searched(columns)
      .filter(isRepeatable)
      .map(
        (column) =>
          `['q in ${column.field}', [${set(column, 0)}, { q: ${validValue(column, 0)}${Number(column.spec.min ?? 0) > MAX_QUERY ? `.slice(0, ${MAX_QUERY})` : ''}.toUpperCase() }], { q: 'no such word' }]`,
      ),
  ]
}

/** Whether a test can say a field's value twice. */
const isRepeatable = (column: Column) =>
  !column.relation && column.type !== 'computed' && !isFresh(validValue(column, 0))

/** Whether there is another value to look for in vain. */
const hasOther = (column: Column) => validValue(column, 0) !== validValue(column, 1)

/** The end of a range that another value lies beyond: other values are greater, or less where only a maximum is given. */
const beyond = ({ spec }: Column) => (spec.min === undefined && spec.max !== undefined ? 'Max' : 'Min')
