import type { ProjectState } from '../../explore/explore.ts'
import type { Issue } from '../issue.ts'
import { capitalized, snakeCase } from '../names.ts'
import { COLUMNS, CONDITION, KIT_FIELDS, LIST_PARAMETERS, OBJECT } from '../reserved.ts'
import type { Resource } from '../resource.ts'
import type { FieldSpec } from '../spec.ts'
import { MAX_NAME, sqlName } from '../sql-names.ts'

type Problem = Pick<Issue, 'message' | 'suggestion'>

/** Whether the names of fields are free, and stay apart in every spelling. */
export function checkFieldNames(resource: Resource, project: ProjectState): Issue[] {
  /** Who has a spelling already. */
  const spellings = new Map<string, string>()
  const parameters = new Map<string, string>()
  const issues = resource.fields.flatMap((field, index) => {
    const problem =
      problemOfName(field, resource) ?? problemOfLength(field, resource) ?? problemOfTwin(field, spellings)
    const named: Issue[] = problem ? [{ path: ['fields', index, 'name'], ...problem }] : []
    return [...named, ...checkParameters(field, index, parameters)]
  })
  return [...issues, ...checkTypes(resource, project)]
}

/** What the field is called in requests and answers. */
export const wireName = ({ name, type }: Pick<FieldSpec, 'name' | 'type'>) =>
  type === 'relation' ? `${name}Id` : name

function problemOfName(field: FieldSpec, { parent }: Resource): Problem | undefined {
  const { name } = field
  const wire = wireName(field)
  const isRelation = field.type === 'relation'
  if (KIT_FIELDS.has(wire)) {
    if (!isRelation) return { message: 'is kept in every row already', suggestion: `${name}Value` }
    return { message: `would be ${wire}, which every row has already`, suggestion: 'author' }
  }
  if (parent && (wire === `${parent.one}Id` || wire === parent.one))
    return { message: `is the name of the parent`, suggestion: `related${capitalized(parent.one)}` }
  if (name === CONDITION)
    return { message: 'is what every write takes as its condition', suggestion: 'requiredVersion' }
  if (OBJECT.has(name)) return { message: 'is something that every object has', suggestion: `${name}Value` }
  if (COLUMNS.has(snakeCase(wire)))
    return { message: 'is a column that every table of PostgreSQL has', suggestion: `${name}Value` }
  if (isRelation && /.Id$/.test(name))
    return {
      message: `would be ${wire}: a relation gets its suffix by itself`,
      suggestion: name.slice(0, -2),
    }
  return undefined
}

function problemOfLength(field: FieldSpec, { names }: Resource): Problem | undefined {
  const column = sqlName(snakeCase(wireName(field)))
  const type = `${names.Model}${capitalized(field.name)}`
  if (column.length > MAX_NAME)
    return {
      message: `its column would be ${column}, and the name of one has at most ${MAX_NAME} characters`,
    }
  return field.type === 'enum' && type.length > MAX_NAME
    ? { message: `its type would be ${type}, and the name of one has at most ${MAX_NAME} characters` }
    : undefined
}

function problemOfTwin(field: FieldSpec, spellings: Map<string, string>): Problem | undefined {
  const { name } = field
  const wire = wireName(field)
  const own = [wire.toLowerCase(), snakeCase(wire), name.toLowerCase()]
  const twin = own.map((spelling) => spellings.get(spelling)).find((other) => other !== undefined)
  for (const spelling of own) if (!spellings.has(spelling)) spellings.set(spelling, name)
  if (twin === undefined) return undefined
  if (twin === name) return { message: 'is there twice' }
  return { message: `cannot be told from ${twin}: in one spelling or another both are ${snakeCase(wire)}` }
}

function checkParameters(field: FieldSpec, index: number, parameters: Map<string, string>): Issue[] {
  if (!field.filterable) return []
  const name = wireName(field)
  const hasRange = ['integer', 'decimal', 'date', 'instant', 'computed'].includes(field.type)
  for (const parameter of hasRange ? [name, `${name}Min`, `${name}Max`] : [name]) {
    const other = LIST_PARAMETERS.has(parameter) ? 'every list' : parameters.get(parameter)
    const path = ['fields', index, 'filterable']
    if (other !== undefined)
      return [{ path, message: `its parameter ${parameter} is one of ${other} already` }]
    parameters.set(parameter, field.name)
  }
  return []
}

/** Enums and shapes are types of their own: `NoteKind`. */
function checkTypes({ names, fields }: Resource, { schema, documented, specs }: ProjectState): Issue[] {
  if (specs.has(names.one)) return []
  const taken = new Set([...schema.models, ...schema.enums].map(({ name }) => name).concat(documented))
  return fields.flatMap((field, index) => {
    const type = `${names.Model}${capitalized(field.name)}`
    if ((field.type !== 'enum' && field.type !== 'json') || !taken.has(type)) return []
    const message = `its type would be ${type}, which is taken`
    return [{ path: ['fields', index, 'name'], message, suggestion: `${field.name}Value` }]
  })
}
