import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Splice } from '../render/rendering.ts'
import { exportFrom, importFrom } from './import.ts'
import { listItem } from './list.ts'
import { prismaAttribute, prismaBlock, prismaField } from './prisma.ts'

const root = path.join(import.meta.dirname, '../../../..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

const scope = (name: string) =>
  listItem({ path: 'scopes.ts', list: 'RESOURCES', id: name, content: `'${name}'` })
const procedure = (name: string) =>
  listItem({
    path: 'router.ts',
    list: 'procedures',
    id: name,
    content: `${name}: ${name}Router`,
    isSorted: true,
  })

/** Inserts, and proves that removing gives the text back, and that doing either again changes nothing. */
function spliced(splice: Splice, text: string): string {
  const result = splice.insert(text)
  expect(splice.find(text)).toBeUndefined()
  const found = splice.find(result)
  expect(result.slice(found?.start, found?.end).replaceAll('\r\n', '\n')).toBe(splice.content)
  expect(splice.insert(result)).toBe(result)
  expect(splice.remove(result)).toBe(text)
  expect(splice.remove(text)).toBe(text)
  return result
}

describe('an item of a list', () => {
  test.each([
    ["const RESOURCES = ['tasks'] as const\n", "const RESOURCES = ['tasks', 'notes'] as const\n"],
    ['export const RESOURCES = []\n', "export const RESOURCES = ['notes']\n"],
    ["const RESOURCES = [\n  'tasks',\n]\n", "const RESOURCES = [\n  'tasks',\n  'notes',\n]\n"],
    ["const RESOURCES = [\n  'tasks'\n]\n", "const RESOURCES = [\n  'tasks',\n  'notes'\n]\n"],
    [
      "// 🦊 ü\r\nconst RESOURCES = [\r\n\t'tasks', // the first, ß\r\n]\r\n",
      "// 🦊 ü\r\nconst RESOURCES = [\r\n\t'tasks', // the first, ß\r\n\t'notes',\r\n]\r\n",
    ],
    ["const other=[ 1,2 ],RESOURCES=[ 'tasks' ]", "const other=[ 1,2 ],RESOURCES=[ 'tasks', 'notes' ]"],
  ])('is added to %j', (before, after) => {
    expect(spliced(scope('notes'), before)).toBe(after)
  })

  test('that makes a line too long puts each on a line of its own', () => {
    const names = Array.from({ length: 6 }, (_, i) => `'resource${i}'`)
    const lines = names.map((name) => `  ${name},\n`).join('')
    expect(spliced(scope('notes'), `const RESOURCES = [${names.join(', ')}] as const\n`)).toBe(
      `const RESOURCES = [\n${lines}  'notes',\n] as const\n`,
    )
  })

  test('of an object whose keys are in order goes where it belongs, and else to the end', () => {
    const ordered = 'export const procedures = {\n  admin: adminRouter,\n  task: taskRouter,\n}\n'
    expect(spliced(procedure('note'), ordered)).toBe(ordered.replace('  task', '  note: noteRouter,\n  task'))
    expect(spliced(procedure('aa'), ordered)).toBe(ordered.replace('  admin', '  aa: aaRouter,\n  admin'))
    const mixed = 'const procedures = {\n  task: taskRouter,\n  admin: adminRouter, /* last */\n}\n'
    expect(spliced(procedure('note'), mixed)).toBe(mixed.replace('*/\n', '*/\n  note: noteRouter,\n'))
  })

  test('is found under a key in quotes, and in a value with a type', () => {
    const words =
      "export const SCOPE: Record<string, X> = {\n  'tasks:read': { label: 'é' },\n} satisfies X\n"
    const item = listItem({
      path: 'a.ts',
      list: 'SCOPE',
      id: 'notes:read',
      content: "'notes:read': { label: 'a' }",
    })
    expect(spliced(item, words)).toContain(
      "  'tasks:read': { label: 'é' },\n  'notes:read': { label: 'a' },\n}",
    )
  })

  test('is the first of an object', () => {
    const before = 'export const shared: Record<string, X> = {}\n'
    const item = listItem({ path: 'a.ts', list: 'shared', id: 'books', content: 'books: bookTable' })
    expect(spliced(item, before)).toBe('export const shared: Record<string, X> = {\n  books: bookTable,\n}\n')
  })

  test('stands first in one line where it belongs there', () => {
    const before = 'const procedures = { task: taskRouter, user: userRouter }\n'
    expect(spliced(procedure('note'), before)).toBe(before.replace('task', 'note: noteRouter, task'))
  })

  test('is the only one of a list on lines', () => {
    expect(scope('notes').insert('const RESOURCES = [\n]\n')).toBe("const RESOURCES = [\n  'notes',\n]\n")
  })

  const field = (list: string, ...within: string[]) =>
    listItem({ path: 'a.ts', list, within, id: 'rank', content: 'rank: z.int()' })

  test('goes into the object that a chain of calls begins with', () => {
    const before = "export const note = z.object({ id: z.uuid() }).meta({ id: 'Note' })\n"
    expect(spliced(field('note'), before)).toBe(before.replace('z.uuid()', 'z.uuid(), rank: z.int()'))
  })

  test('goes into an object within, however deep, past others beside it', () => {
    const before = `const inputs = inputsOf(table, {
  ...common,
  'quoted': {},
  other: { rank: 1 },
  fields: { create: { title: text() } },
})
`
    expect(spliced(field('inputs', 'fields', 'create'), before)).toBe(
      before.replace('text()', 'text(), rank: z.int()'),
    )
    expect(() => field('inputs', 'none').insert(before)).toThrow('has no list `inputs.none`')
    expect(() => field('inputs', 'fields', 'create', 'title').insert(before)).toThrow('has no list')
  })

  test('is refused where there is no such list', () => {
    expect(() => scope('notes').insert('const OTHERS = []')).toThrow('scopes.ts has no list `RESOURCES`')
    expect(() => scope('notes').insert('const RESOURCES = of()')).toThrow('scopes.ts has no list `RESOURCES`')
  })
})

describe('an import or export', () => {
  const from = importFrom({ path: 'router.ts', module: './note/router.ts', names: ['noteRouter'] })

  test.each([
    [
      "import { z } from 'zod'\nimport { a } from './admin/router.ts'\nimport { t } from './task/router.ts'\n",
      "import { z } from 'zod'\nimport { a } from './admin/router.ts'\nimport { noteRouter } from './note/router.ts'\nimport { t } from './task/router.ts'\n",
    ],
    [
      "import { z } from 'zod'\n\ncode()",
      "import { z } from 'zod'\nimport { noteRouter } from './note/router.ts'\n\ncode()",
    ],
    [
      "import { z } from 'zod' // ß",
      "import { z } from 'zod' // ß\nimport { noteRouter } from './note/router.ts'",
    ],
    [
      "/** 🦊 */\r\nimport { t } from './task/router.ts'\r\n",
      "/** 🦊 */\r\nimport { noteRouter } from './note/router.ts'\r\nimport { t } from './task/router.ts'\r\n",
    ],
  ])('is added to %j', (before, after) => {
    expect(spliced(from, before)).toBe(after)
  })

  test('names are in the order of the formatter, on lines where they are many', () => {
    const names = [
      'type Note',
      'note',
      'noteInputs',
      'notePage',
      'listNotesInput',
      'noteKind',
      'type NotePage',
    ]
    const from = exportFrom({ path: 'a.ts', module: './note/schema.ts', names })
    const sorted = [
      'listNotesInput',
      'type Note',
      'type NotePage',
      'note',
      'noteInputs',
      'noteKind',
      'notePage',
    ]
    expect(from.content).toBe(
      `export {\n${sorted.map((name) => `  ${name},\n`).join('')}} from './note/schema.ts'`,
    )
    spliced(from, read('packages/api/src/schemas.ts'))
  })

  test('is refused where there is none to stand beside', () => {
    expect(() => from.insert('code()')).toThrow('router.ts has no import beside which')
  })
})

describe('a part of schema.prisma', () => {
  const block = prismaBlock('model', 'Note', 'model Note {\n  id String @id\n}\n')

  test.each(['model A {\n}\n', 'model A {\n}', '// ß\r\nmodel A {\r\n}\r\n', read('prisma/schema.prisma')])(
    'is added at the end of %j',
    (before) => {
      expect(spliced(block, before).startsWith(before)).toBe(true)
    },
  )

  test('is removed from between others', () => {
    const schema = 'model A {\n}\n'
    expect(block.remove(`${block.insert(schema)}\nmodel Z {\n}\n`)).toBe('model A {\n}\n\nmodel Z {\n}\n')
  })

  test('a field stands above the one that it is to precede', () => {
    const schema = 'model Task {\r\n  id String @id\r\n  version Int\r\n}\r\n'
    expect(spliced(prismaField('Task', ['rank', 'Int?', ''], 'version'), schema)).toBe(
      schema.replace('  version', '  rank Int?\r\n  version'),
    )
    // Where there is none, under the last.
    expect(prismaField('Task', ['rank', 'Int?', ''], 'none').insert(schema)).toContain(
      'version Int\r\n  rank',
    )
  })

  test('an attribute stands above the name of the table', () => {
    const schema = 'model Task {\n  id String @id\n\n  @@id([id])\n  @@map("tasks")\n}\n\nmodel Other {\n}\n'
    const index = '@@index([userId, rank, id])'
    expect(spliced(prismaAttribute('Task', index), schema)).toBe(
      schema.replace('  @@map', `  ${index}\n  @@map`),
    )
    expect(() => prismaAttribute('Other', index).insert(schema)).toThrow(
      'no model Other with a name for its table',
    )
    expect(() => prismaAttribute('None', index).insert(schema)).toThrow('has no model None')
    expect(() => prismaAttribute('Task', index).insert('model Task {\n')).toThrow('model Task has no end')
  })

  test('a field stands under the last one', () => {
    const schema =
      'model Revision {\n  userId String @id\n  tasks           Task[]\n\n  @@map("revisions")\n}\n'
    const field = prismaField('Revision', ['notes', 'Note[]', ''])
    expect(spliced(field, schema)).toBe(schema.replace('Task[]\n', 'Task[]\n  notes Note[]\n'))
    expect(() => field.insert('model Other {\n}\n')).toThrow('has no model Revision')
    spliced(prismaField('Task', ['notes', 'Note[]', '@relation("x")']), read('prisma/schema.prisma'))
  })
})
