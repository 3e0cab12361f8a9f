/**
 * A Prisma generator: writes `tables.ts`, the name, SQL type and nullability of every column, so that SQL written by
 * hand follows from the schema too. `prisma generate` runs it (see `prisma/schema.prisma`).
 */
import { writeFile } from 'node:fs/promises'
import helper, { type DMMF } from '@prisma/generator-helper'

interface Column {
  name: string
  type: string
  isNullable: boolean
  values?: string[]
  isComputed?: true
}

/** The longest name that PostgreSQL keeps whole. */
const MAX_NAME = 63

/** The SQL type of a field that has no `@db` attribute. `DateTime` is missing: its default has no time zone. */
const defaultTypes: Record<string, string> = {
  String: 'text',
  Boolean: 'boolean',
  Int: 'int',
  BigInt: 'bigint',
  Float: 'float8',
  Decimal: 'numeric',
  Json: 'jsonb',
  Bytes: 'bytea',
}

/** The SQL type of each `@db` attribute. Length and precision do not matter to a cast. */
const nativeTypes: Record<string, string> = {
  Uuid: 'uuid',
  Text: 'text',
  VarChar: 'text',
  Boolean: 'boolean',
  Integer: 'int',
  SmallInt: 'smallint',
  BigInt: 'bigint',
  DoublePrecision: 'float8',
  Decimal: 'numeric',
  Timestamptz: 'timestamptz',
  Date: 'date',
  JsonB: 'jsonb',
  ByteA: 'bytea',
}

function columnOf(field: DMMF.Field, enums: readonly DMMF.DatamodelEnum[]): Column {
  return { ...typedColumnOf(field, enums), ...(isComputed(field) && { isComputed: true }) }
}

/** A generated column has `@default(dbgenerated())`: Prisma has no other word for a value that only the database gives. */
function isComputed({ default: value }: DMMF.Field): boolean {
  return (
    typeof value === 'object' && 'name' in value && value.name === 'dbgenerated' && value.args.length === 0
  )
}

function typedColumnOf(field: DMMF.Field, enums: readonly DMMF.DatamodelEnum[]): Column {
  const name = field.dbName ?? field.name
  const isNullable = !field.isRequired
  const list = field.isList ? '[]' : ''
  if (field.kind === 'enum') {
    const declared = enums.find(({ name }) => name === field.type)
    if (!declared) throw new Error(`the enum ${field.type} is not in the schema`)
    const values = declared.values.map((value) => value.dbName ?? value.name)
    return { name, type: `"${declared.dbName ?? declared.name}"${list}`, isNullable, values }
  }
  const type = field.nativeType ? nativeTypes[field.nativeType[0]] : defaultTypes[field.type]
  if (!type)
    throw new Error(
      `${field.name}: no SQL type is known for ${field.type}${field.nativeType ? ` @db.${field.nativeType[0]}` : ''}; see packages/db/generator/tables.ts`,
    )
  return { name, type: `${type}${list}`, isNullable }
}

/** The unique constraints beside the primary key: the fields of each, by its name in SQL. */
function uniqueOf(table: string, model: DMMF.Model, { indexes }: DMMF.Datamodel) {
  return Object.fromEntries(
    indexes
      .filter((index) => index.model === model.name && index.type === 'unique')
      .map((index) => {
        const fields = index.fields.map(({ name }) => name)
        const columns = fields.map(
          (name) => model.fields.find((field) => field.name === name)?.dbName ?? name,
        )
        const name = index.dbName ?? `${table}_${columns.join('_')}_key`
        if (name.length > MAX_NAME)
          throw new Error(`${name} is too long for PostgreSQL: name it with \`map:\``)
        return [name, fields]
      }),
  )
}

function tableOf(model: DMMF.Model, datamodel: DMMF.Datamodel) {
  const name = model.dbName ?? model.name
  const fields = model.fields.filter(({ kind }) => kind !== 'object')
  return {
    name,
    key: model.primaryKey?.fields ?? fields.filter(({ isId }) => isId).map(({ name }) => name),
    unique: uniqueOf(name, model, datamodel),
    columns: Object.fromEntries(fields.map((field) => [field.name, columnOf(field, datamodel.enums)])),
  }
}

function sourceOf(datamodel: DMMF.Datamodel): string {
  const tables = Object.fromEntries(datamodel.models.map((model) => [model.name, tableOf(model, datamodel)]))
  return `// Written by packages/db/generator/tables.ts from prisma/schema.prisma.\n\nexport const tables = ${JSON.stringify(tables, null, 2)} as const\n`
}

helper.generatorHandler({
  onManifest: () => ({ prettyName: 'tables', defaultOutput: 'tables.ts' }),
  async onGenerate({ generator, dmmf }) {
    if (!generator.output?.value) throw new Error('the generator `tables` has no output')
    await writeFile(generator.output.value, sourceOf(dmmf.datamodel))
  },
})
