import { messageOf } from '../../message.ts'
import type { FieldType } from '../../spec/spec.ts'
import { shapeOf } from '../answers/shape.ts'
import { refuseValues } from '../answers/values.ts'
import { NotUnderstood } from './words.ts'

/** The part of a field that its type has in brackets. */
const PARTS: Readonly<Partial<Record<FieldType, string>>> = {
  enum: 'values',
  decimal: 'digits',
  json: 'shape',
  relation: 'to',
  computed: 'expression',
}

/** What a type has in brackets: `enum(todo, done)`. @throws NotUnderstood where the type takes no such thing */
export function readArgument(
  type: FieldType,
  text: string,
  targets: readonly string[],
): Record<string, string> {
  const part = PARTS[type]
  const argument = text.trim()
  if (part === undefined)
    throw new NotUnderstood(
      type === 'text'
        ? `text takes no brackets: its length comes after it, as in text 1..255`
        : `${type} takes no brackets`,
    )
  const refusal = refuse(type, argument, targets)
  if (refusal !== undefined) throw new NotUnderstood(`${type}(${text}): ${refusal}`)
  return { [part]: argument }
}

/** `enum(todo, done)`, from the answers about a field. */
export function argumentText(type: FieldType, textOf: (part: string) => string): string {
  const part = PARTS[type]
  const text = part === undefined ? '' : textOf(part)
  return text === '' || (type === 'decimal' && text === '18,6') ? type : `${type}(${text})`
}

function refuse(type: FieldType, text: string, targets: readonly string[]): string | undefined {
  switch (type) {
    case 'enum':
      return refuseValues(text)
    case 'json':
      return refuseShape(text)
    case 'decimal':
      return refuseDigits(text)
    case 'relation':
      return targets.includes(text) ? undefined : `there are ${targets.join(', ')}`
    case 'computed':
      return refuseExpression(text)
    default:
      return undefined
  }
}

/** Why a text is no shape of a json field. */
export function refuseShape(text: string): string | undefined {
  try {
    shapeOf(text)
    return undefined
  } catch (error) {
    return messageOf(error)
  }
}

/** Why a text does not say how many digits a decimal has. */
export function refuseDigits(text: string): string | undefined {
  const [, precision, scale] = /^(\d{1,4})(?:\s*,\s*(\d{1,4}))?$/.exec(text) ?? []
  if (precision === undefined) return 'Write the digits in all, and after a comma those after the point: 18,6'
  if (Number(precision) < 1 || Number(precision) > 1000) return 'From 1 to 1,000 digits in all'
  return Number(scale ?? 0) > Number(precision) ? 'More digits after the point than in all' : undefined
}

/** Why a text is no expression. What it means is for PostgreSQL. */
export function refuseExpression(sql: string): string | undefined {
  if (sql === '') return 'An expression is needed'
  return sql.length > 2000 ? 'At most 2,000 characters' : undefined
}
