import { DECIMAL_DEFAULTS, MAX_TEXT, mostCharacters, scaleOf } from '../spec/values.ts'
import type { Column } from './columns.ts'
import { zodOfShape } from './shape/zod-of-shape.ts'
import { type Imports, number, quoted } from './source.ts'

const TEXT = '../core/fields/text.ts'
const TIME = '../core/fields/time.ts'
const NUMBERS = '../core/fields/numbers.ts'

/** Characters at most. */
export const maxLength = ({ spec }: Pick<Column, 'spec'>): number => mostCharacters(spec)

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
  switch (type) {
    case 'integer':
      return 'z.int()'
    case 'timestamp with time zone':
      return imports.use(TIME, 'timestamp')
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
    case 'text':
      return `${imports.use(TEXT, 'text')}({ ${[...lengthRule(spec), `max: ${number(maxLength(column))}`, ...trimmed(spec)].join(', ')} })`
    case 'integer':
      return called(imports.use(NUMBERS, 'integer'), rule(spec, asNumber))
    case 'decimal':
      return called(imports.use(NUMBERS, 'decimal'), [...digits(spec), ...rule(spec, asText)])
    case 'boolean':
      return 'z.boolean()'
    case 'date':
    case 'instant': {
      const bounds = rule(spec, asText)
      return bounds.length === 0 ? imports.use(TIME, type) : called(imports.use(TIME, `${type}In`), bounds)
    }
    case 'uuid':
    case 'relation':
      return imports.use(TEXT, 'lookupId')
    case 'enum':
      return enumConst
    case 'json':
      return `${imports.use('../core/fields/json.ts', 'jsonOf')}(${enumConst})`
    case 'computed':
      return computedInput(column.computed ?? '', imports)
  }
}

/** The schema of a value that a computed field is compared with. */
function computedInput(type: string, imports: Imports): string {
  switch (type) {
    case 'integer':
      return `${imports.use(NUMBERS, 'integer')}()`
    case 'numeric':
      return `${imports.use(NUMBERS, 'decimal')}({ precision: 100, scale: 50 })`
    case 'boolean':
      return 'z.boolean()'
    case 'date':
      return imports.use(TIME, 'date')
    case 'timestamp with time zone':
      return imports.use(TIME, 'instant')
    case 'uuid':
      return imports.use(TEXT, 'lookupId')
    default:
      return `${imports.use(TEXT, 'text')}({ max: ${number(MAX_TEXT)} })`
  }
}

/** The shape of a json field, as code. */
export function shapeOf({ spec: { shape = {} } }: Column, imports: Imports): string {
  return zodOfShape(shape, imports)
}

const called = (name: string, options: readonly string[]) =>
  options.length === 0 ? `${name}()` : `${name}({ ${options.join(', ')} })`

const lengthRule = ({ min }: Column['spec']) =>
  typeof min === 'number' && min > 0 ? [`min: ${number(min)}`] : []

/** White space alone is no value for what must be given. */
const trimmed = ({ required }: Column['spec']) => (required ? ['trim: true'] : [])

/** `min: 1, max: 5` */
function rule({ min, max }: Column['spec'], write: (bound: string | number) => string): string[] {
  return Object.entries({ min, max }).flatMap(([name, bound]) =>
    bound === undefined ? [] : [`${name}: ${write(bound)}`],
  )
}

const asNumber = (bound: string | number) => number(Number(bound))
const asText = (bound: string | number) => quoted(String(bound))

/** `precision: 12, scale: 3`, where it is not what decimals have anyway. */
function digits(spec: Column['spec']): string[] {
  const { precision, scale } = scaleOf(spec)
  return [
    ...(precision === DECIMAL_DEFAULTS.precision ? [] : [`precision: ${precision}`]),
    ...(scale === DECIMAL_DEFAULTS.scale ? [] : [`scale: ${scale}`]),
  ]
}
