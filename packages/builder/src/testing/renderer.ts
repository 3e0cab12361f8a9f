import type { Renderer } from '../plan/renderer.ts'
import { columnName } from '../render/columns.ts'
import { pageFiles } from '../render/page/names.ts'
import type { Rendering, Splice } from '../render/rendering.ts'
import { wireName } from '../spec/check/field-names.ts'
import type { Resource } from '../spec/resource.ts'
import type { FieldSpec } from '../spec/spec.ts'

/** Renders little: enough for plans to be about something. */
export const testRenderer: Renderer = {
  render: (resource): Rendering => {
    const { names, fields, hasPage } = resource
    const folder = `packages/api/src/${names.folder}`
    const lines = fields.map(({ name, type }) => `  ${name}: '${type}',\n`).join('\n')
    return {
      files: new Map([
        [`${folder}/schema.ts`, `export const ${names.one} = {\n${lines}\n}\n`],
        [
          `${folder}/table.ts`,
          `import { ${names.one} } from './schema.ts'\n\nexport const ${names.one}Table = { ...${names.one} }\n`,
        ],
        [
          `${folder}/router.ts`,
          `import { ${names.one}Table } from './table.ts'\n\nexport const ${names.one}Router = { list: ${names.one}Table }\n`,
        ],
        [
          `${folder}/router.test.ts`,
          `import { ${names.one}Router } from './router.ts'\n\n${names.one}Router.list\n`,
        ],
        ...(hasPage ? pageOf(names) : []),
      ]),
      splices: [
        block(
          'prisma/schema.prisma',
          `model ${names.Model}`,
          modelOf(resource),
          new RegExp(`\\nmodel ${names.Model} \\{[^}]*\\}\\r?\\n`),
        ),
        line('packages/api/src/router.ts', `  ${names.one}: ${names.one}Router,`, '  // more routers'),
        line(
          'packages/api/src/router.ts',
          `import { ${names.one}Router } from './${names.folder}/router.ts'`,
          '// more imports',
        ),
        line('packages/api/src/core/scopes.ts', `  '${names.path}',`, '  // more scopes'),
      ],
    }
  },
  migrationOf: (subjectBefore, subjectAfter) => {
    const [before, after] = [subjectBefore?.resource, subjectAfter?.resource]
    const table = (after ?? before)?.names.table
    if (!before && after) {
      const columns = ['"user_id" UUID NOT NULL', '"id" UUID NOT NULL', ...after.fields.map(declaredIn)]
      const key = `CONSTRAINT "${table}_pkey" PRIMARY KEY ("user_id","id")`
      return { name: `add_${table}`, sql: `CREATE TABLE "${table}" (${[...columns, key].join(', ')});\n` }
    }
    if (before && !after) return { name: `drop_${table}`, sql: `DROP TABLE "${table}";\n` }
    const [was, is] = [before?.fields ?? [], after?.fields ?? []]
    const lacks = (fields: readonly FieldSpec[]) => (field: FieldSpec) =>
      !fields.some(({ name }) => name === field.name)
    const changes = [
      ...is.filter(lacks(was)).map((field) => `ALTER TABLE "${table}" ADD COLUMN ${declaredIn(field)};`),
      ...was
        .filter(lacks(is))
        .map((field) => `ALTER TABLE "${table}" DROP COLUMN "${columnName(wireName(field))}";`),
    ]
    return changes.length === 0 ? null : { name: `change_${table}`, sql: `${changes.join('\n')}\n` }
  },
}

/** A page, its words and its test. Nothing names it: how it is registered is for the tests of the real renderer. */
function pageOf({ one, ...names }: Resource['names']): [string, string][] {
  const { page, test, words } = pageFiles({ one, ...names })
  return [
    [words, `export const ${one} = { title: '${one}' }\n`],
    [
      page,
      `import { ${one} } from '../../english/resources/${names.folder}.ts'\n\nexport const title = ${one}.title\n`,
    ],
    [test, `export const tested = '${one}'\n`],
  ]
}

const declaredIn = (field: FieldSpec) => `"${columnName(wireName(field))}" TEXT`

function modelOf({ names, fields }: Resource): string {
  const lines = [
    'userId String @map("user_id") @db.Uuid',
    'id String @db.Uuid',
    ...fields.map((field) => `${field.name} String? @map("${columnName(wireName(field))}")`),
    '',
    '@@id([userId, id])',
    `@@map("${names.table}")`,
  ]
  return `\nmodel ${names.Model} {\n${lines.map((text) => (text ? `  ${text}` : text)).join('\n')}\n}\n`
}

/** A block at the end of a file. */
function block(path: string, key: string, content: string, pattern: RegExp): Splice {
  const find = (text: string) => {
    const match = pattern.exec(text)
    // The line end before it may be one of two characters, of which the first belongs to what is above.
    return match ? { start: match.index, end: match.index + match[0].length } : undefined
  }
  const ends = (text: string) => (text.includes('\r\n') ? content.replaceAll(/(?!^)\n/g, '\r\n') : content)
  return {
    path,
    key,
    content,
    find,
    insert: (text) => (find(text) ? text : text + ends(text)),
    remove: (text) => {
      const range = find(text)
      return range ? text.slice(0, range.start) + text.slice(range.end) : text
    },
  }
}

/** A line above another. */
function line(path: string, content: string, above: string): Splice {
  const find = (text: string) => {
    const start = text.indexOf(content)
    return start < 0 ? undefined : { start, end: start + content.length }
  }
  return {
    path,
    key: content,
    content,
    find,
    insert: (text) => {
      const end = text.includes('\r\n') ? '\r\n' : '\n'
      return find(text) ? text : text.replace(above, `${content}${end}${above}`)
    },
    remove: (text) => text.replace(`${content}\r\n`, '').replace(`${content}\n`, ''),
  }
}
