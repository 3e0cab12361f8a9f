import { FIELD_TYPES, type FieldType } from '../../spec/spec.ts'
import { valuesOf } from '../answers/values.ts'
import {
  ALSO_OPTIONS,
  isRequired,
  likelyLength,
  TRAITS,
  usualInLists,
  usualOnDelete,
} from '../rounds/field-types.ts'
import { argumentText } from './argument.ts'
import type { FieldAnswers } from './field-line.ts'

/** The line that a field is read from: what is not usual, and what is the same wherever the field is. */
export function fieldText(answers: FieldAnswers): string {
  const text = (part: string) => (typeof answers[part] === 'string' ? answers[part] : '')
  const type = FIELD_TYPES.find((one) => one === answers.type)
  const words = [
    text('name'),
    ...(type === undefined ? [] : [argumentText(type, text), ...optionTexts(type, answers, text)]),
    ...(text('isAsked') === 'yes' ? ['?'] : []),
  ]
  return words.join(' ')
}

function optionTexts(type: FieldType, answers: FieldAnswers, text: (part: string) => string): string[] {
  const name = text('name')
  return [
    ...presenceTexts(type, answers, text),
    ...boundsTexts(type, answers, name),
    ...onDeleteTexts(type, text),
    ...traitTexts(type, answers, text),
  ]
}

function presenceTexts(type: FieldType, answers: FieldAnswers, text: (part: string) => string): string[] {
  const presence = text('presence')
  if (TRAITS[type].isComputed || presence === '') return []
  if (presence === 'required') return ['required']
  const isUsuallyNull = type !== 'boolean' && type !== 'enum'
  if (presence === 'optional') return isUsuallyNull ? [] : ['optional']
  const required = isRequired(presence) ? ['required'] : []
  // It is not known yet, or it is what is usual anyway.
  if (answers.default === undefined) return required
  const value = text('default')
  const isUsual = required.length === 0 && type === 'enum' && value === firstOf(text('values'))
  return isUsual
    ? []
    : [...required, `default ${type === 'json' ? JSON.stringify(JSON.parse(value)) : quotedIfNeeded(value)}`]
}

function firstOf(values: string): string | undefined {
  return values === '' ? undefined : valuesOf(values)[0]
}

function boundsTexts(type: FieldType, answers: FieldAnswers, name: string): string[] {
  const { bounds } = answers
  if (!TRAITS[type].hasBounds || typeof bounds !== 'string') return []
  if (bounds === (type === 'text' ? likelyLength(name) : '')) return []
  return [bounds === '' ? '..' : bounds.replaceAll(/\s/g, '')]
}

function onDeleteTexts(type: FieldType, text: (part: string) => string): string[] {
  const onDelete = text('onDelete')
  const isUsual = onDelete === usualOnDelete(text('presence') === 'required')
  return type !== 'relation' || onDelete === '' || isUsual ? [] : [onDelete]
}

function traitTexts(type: FieldType, answers: FieldAnswers, text: (part: string) => string): string[] {
  const { also } = answers
  if (typeof also !== 'object') return []
  const possible = ALSO_OPTIONS.map(({ value }) => value).filter((trait) => TRAITS[type].also.includes(trait))
  const traits = possible.filter((trait) => also.includes(trait))
  const [inLists, usual] = [traits, usualInLists(type, text('name'), text('bounds'))].map((list) =>
    list.filter((trait) => trait !== 'unique').sort(),
  )
  const unique = traits.includes('unique') ? ['unique'] : []
  const ignoreCase =
    type === 'text' && unique.length > 0 && text('ignoreCase') === 'yes' ? ['ignoreCase'] : []
  if (inLists?.join() === usual?.join()) return [...unique, ...ignoreCase]
  return [...(inLists?.length ? inLists : ['plain']), ...unique, ...ignoreCase]
}

const quotedIfNeeded = (value: string) => (/^[\w.:+-]+$/.test(value) ? value : JSON.stringify(value))
