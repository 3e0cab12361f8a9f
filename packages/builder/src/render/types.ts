import { MAX_INDEXED_TEXT, MAX_TEXT, scaleOf } from '../spec/values.ts'
import type { Column } from './columns.ts'
import { zodOfShape } from './shape.ts'
import { type Imports, literal, number } from './source.ts'

const TEXT = '../core/text.ts'
const TIME = '../core/time.ts'

/** Characters at most. */
export function maxLength({ spec: { max, sortable, unique } }: Pick<Column, 'spec'>): number {
  return typeof max === 'number' ? max : unique || sortable ? MAX_INDEXED_TEXT : MAX_TEXT
}

/** The schema of a value in an answer, as code. */
export function answerOf(column: Column, imports: Imports, enumConst: string): string {
  const schema = answerSchema(column, imports, enumConst)
  return column.isNullable ? `${schema}.nullable()` : schema
}

function answerSchema(column: Column, imports: Imports, enumConst: string): string {
  switch (column.type) {
    case 'computed':
      return computedSchema(column.computed ?? '', imports)
    case 'enum':
    case 'json':
      return enumConst
    case 'integer':
      return 'z.int()'
    case 'boolean':
      return 'z.boolean()'
    case 'date':
      return 'z.iso.date()'
    case 'instant':
      return imports.use(TIME, 'timestamp')
    case 'uuid':
    case 'relation':
      return 'z.uuid()'
    case 'text':
    case 'decimal':
      return 'z.string()'
  }
}

function computedSchema(type: string, imports: Imports): string {
  if (/^(numeric|decimal)/.test(type)) return 'z.string()'
  if (/^timestamp.* with time zone/.test(type)) return imports.use(TIME, 'timestamp')
  switch (type) {
    case 'smallint':
    case 'integer':
      return 'z.int()'
    case 'bigint':
    case 'real':
    case 'double precision':
      return 'z.number()'
    case 'boolean':
      return 'z.boolean()'
    case 'date':
      return 'z.iso.date()'
    case 'uuid':
      return 'z.uuid()'
    default:
      return 'z.string()'
  }
}

/** The schema of a value that a caller gives, as code, without null and without a default. */
export function inputSchema(column: Column, imports: Imports, enumConst: string): string {
  const { spec, type } = column
  switch (type) {
    case 'text': {
      const min = typeof spec.min === 'number' && spec.min > 0 ? `min: ${number(spec.min)}, ` : ''
      return `${imports.use(TEXT, 'text')}({ ${min}max: ${number(maxLength(column))} })`
    }
    case 'integer':
      return `z.int()${bound('min', spec.min)}${bound('max', spec.max)}`
    case 'decimal': {
      const { precision, scale } = scaleOf(spec)
      const options = [
        `precision: ${precision}`,
        `scale: ${scale}`,
        ...given('min', spec.min),
        ...given('max', spec.max),
      ]
      return `${imports.use('../core/decimal.ts', 'decimal')}({ ${options.join(', ')} })`
    }
    case 'boolean':
      return 'z.boolean()'
    case 'date':
      return withRange(imports.use(TIME, 'day'), spec)
    case 'instant':
      return withRange(imports.use(TIME, 'instant'), spec)
    case 'uuid':
    case 'relation':
      return imports.use(TEXT, 'lookupId')
    case 'enum':
    case 'json':
      return enumConst
    case 'computed':
      return computedInput(column.computed ?? '', imports)
  }
}

/** The schema of a value that a computed field is compared with. */
function computedInput(type: string, imports: Imports): string {
  switch (type) {
    case 'integer':
      return 'z.int32()'
    case 'numeric':
      return `${imports.use('../core/decimal.ts', 'decimal')}({ precision: 100, scale: 50 })`
    case 'boolean':
      return 'z.boolean()'
    case 'date':
      return imports.use(TIME, 'day')
    case 'timestamp with time zone':
      return imports.use(TIME, 'instant')
    case 'uuid':
      return imports.use(TEXT, 'lookupId')
    default:
      return `${imports.use(TEXT, 'text')}({ max: ${number(MAX_TEXT)} })`
  }
}

/** The schema of a json field, as code. */
export function shapeOf({ spec: { shape = {} } }: Column, imports: Imports): string {
  return zodOfShape(shape, imports)
}

const bound = (method: string, value: unknown) =>
  typeof value === 'number' ? `.${method}(${number(value)})` : ''
const given = (name: string, value: unknown) =>
  value === undefined ? [] : [`${name}: ${literal(String(value))}`]

function withRange(schema: string, _spec: Column['spec']): string {
  return schema
}
