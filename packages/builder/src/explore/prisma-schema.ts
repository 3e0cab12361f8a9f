import { getDMMF } from '@prisma/get-dmmf'

export interface ModelState {
  /** `Task` */
  name: string
  /** `tasks` */
  table: string
  /** The fields of the primary key. */
  key: readonly string[]
  fields: readonly ModelField[]
}

export interface ModelField {
  name: string
  column: string
  /** A scalar type, an enum or a model. */
  type: string
  isList: boolean
  isRelation: boolean
}

export interface SchemaState {
  models: readonly ModelState[]
  /** The names of enums, in Prisma and in SQL. */
  enums: readonly { name: string; type: string }[]
}

/**
 * Reads a Prisma schema with Prisma's own parser.
 *
 * @throws with Prisma's message where the schema is not valid
 */
export function readSchema(text: string): SchemaState {
  const document = getDMMF({ datamodel: text })
  if ('error' in document) throw new Error(messageOf(document.error))
  const { models, enums } = document.datamodel
  return {
    models: models.map(({ name, dbName, primaryKey, fields }) => ({
      name,
      table: dbName ?? name,
      key: primaryKey?.fields ?? fields.filter(({ isId }) => isId).map((field) => field.name),
      fields: fields.map((field) => ({
        name: field.name,
        column: field.dbName ?? field.name,
        type: field.type,
        isList: field.isList,
        isRelation: field.kind === 'object',
      })),
    })),
    enums: enums.map(({ name, dbName }) => ({ name, type: dbName ?? name })),
  }
}

/** The engine's answer is JSON with colours in it; a user needs the sentences. */
function messageOf(error: Error): string {
  let message = error.message
  try {
    message = String(JSON.parse(message).message)
  } catch {
    // Not every error is JSON.
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours of a terminal begin with one
  return message.replaceAll(/\u001b\[[\d;]*m/g, '')
}
