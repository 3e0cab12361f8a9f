import { nearest } from '../../spec/read.ts'
import { FIELD_TYPES, type FieldType } from '../../spec/spec.ts'
import type { Literal } from '../answers/assignments.ts'
import { valuesOf } from '../answers/values.ts'
import type { Answer } from '../question.ts'
import { type Also, likelyLength, likelyType, TRAITS, usualInLists } from '../rounds/field-types.ts'
import { refuseName } from '../rounds/names.ts'
import { readArgument } from './argument.ts'
import { isOption, readOptions } from './options.ts'
import { NotUnderstood, wordsIn } from './words.ts'

/** What decides how a line is read. */
export interface LineContext {
  /** The field is added to what was written by hand, which takes fewer kinds of them. */
  isAdded: boolean
  /** What a relation can point to. */
  targets: readonly string[]
  /** A value that an action gives to the field of this name. */
  setting(name: string): Literal | undefined
}

/** A field as answers: by the part of it that each is about. */
export type FieldAnswers = Readonly<Record<string, Answer>>

export interface FieldLine {
  /** With everything that is usual, where the line says nothing of it. */
  answers: FieldAnswers
  /** Only what the line says. */
  said: FieldAnswers
  /** Everything else is to be asked about. */
  isAsked: boolean
}

/** The types by what people call them. */
const TYPES: ReadonlyMap<string, FieldType> = new Map([
  ...FIELD_TYPES.map((type) => [type, type] as const),
  ['string', 'text'],
  ['int', 'integer'],
  ['number', 'integer'],
  ['bool', 'boolean'],
  ['datetime', 'instant'],
  ['timestamp', 'instant'],
])

/** What there is to write, for who asks. */
export const GRAMMAR = [
  `Types: ${FIELD_TYPES.join(', ')}.`,
  'Some take more: enum(to do, done), decimal(9,2), relation(user), json(string[]), computed(price * pages).',
  'Then, in any order: required, optional, default 5, 1..100, unique, ignoreCase, filterable, sortable, searchable, plain.',
  'A ? at the end of a line asks about all of it.',
].join(' ')

/**
 * Reads a field from a line: its name, its type, and options in any order: `title text required 1..255`.
 *
 * @throws NotUnderstood with what is not understood
 */
export function readField(line: string, context: LineContext): FieldLine {
  if (line.trim() === '?') throw new NotUnderstood(GRAMMAR)
  const isAsked = /(^|\s)\?$/.test(line.trim())
  const [first = '', ...words] = wordsIn(isAsked ? line.trim().slice(0, -1) : line)
  const name = first.replace(/[:,]$/, '')
  const refusal = refuseName(name)
  if (refusal !== undefined) throw new NotUnderstood(refusal)
  const { type, argument, rest } = typeIn(words)
  const known = type ?? typeLikely(name, context)
  if (context.isAdded && (known === 'relation' || known === 'computed'))
    throw new NotUnderstood(`${name}: what was written by hand takes no field of type ${known}`)
  const inBrackets =
    type === undefined || argument === undefined ? {} : readArgument(type, argument, context.targets)
  const { traits, isPlain, ...options } = readOptions(rest, {
    name,
    type: known,
    isAdded: context.isAdded,
    values: inBrackets.values,
  })
  const said: FieldAnswers = { name, ...(type === undefined ? {} : { type }), ...inBrackets, ...options }
  const inLists = usualTraits(name, known, said, context)
  const also = {
    also: isPlain || traits.some((trait) => trait !== 'unique') ? traits : [...inLists, ...traits],
  }
  return {
    answers: { ...usual(name, known, said, context), ...said, ...also },
    said: isPlain || traits.length > 0 ? { ...said, ...also } : said,
    isAsked,
  }
}

/** Why a line cannot be a field. */
export function refuseField(line: string, context: LineContext): string | undefined {
  try {
    readField(line, context)
    return undefined
  } catch (error) {
    if (error instanceof NotUnderstood) return error.message
    throw error
  }
}

interface Typed {
  /** Undefined where the line has none. */
  type: FieldType | undefined
  /** What is in brackets. */
  argument: string | undefined
  rest: readonly string[]
}

function typeIn(words: readonly string[]): Typed {
  const [word = '', ...rest] = words
  const [, spelled = '', bracket] = /^([a-z]+),?(?:\((.*)\),?)?$/is.exec(word) ?? []
  const type = TYPES.get(spelled.toLowerCase())
  if (type === undefined) {
    // The type may be left out. What follows are options then.
    if (word === '' || isOption(word)) return { type: undefined, argument: undefined, rest: words }
    throw new NotUnderstood(`${word} is no type${hint(word)}. There are ${FIELD_TYPES.join(', ')}`)
  }
  const [next = ''] = rest
  if (bracket === undefined && /^\(.*\),?$/s.test(next))
    return { type, argument: next.replace(/,$/, '').slice(1, -1), rest: rest.slice(1) }
  if (bracket === undefined && type === 'enum') return valuesWithoutBrackets(rest)
  return { type, argument: bracket, rest }
}

/** `enum todo, doing, done default todo`: what comes before the first option. */
function valuesWithoutBrackets(words: readonly string[]): Typed {
  const at = words.findIndex((word) => isOption(word))
  const values = at < 0 ? words : words.slice(0, at)
  const hasCommas = values.some((word) => word.includes(','))
  const text = values.join(hasCommas ? ' ' : ', ').replace(/,$/, '')
  return { type: 'enum', argument: text === '' ? undefined : text, rest: words.slice(values.length) }
}

function hint(word: string): string {
  const meant = nearest(word, [...TYPES.keys()])
  return meant === undefined ? '' : ` (try ${meant})`
}

/** Of a field that an action sets, the value tells. */
function typeLikely(name: string, { setting, targets }: LineContext): FieldType {
  const value = setting(name)
  if (typeof value === 'boolean') return 'boolean'
  return typeof value === 'number' ? 'integer' : likelyType(name, targets)
}

function usual(name: string, type: FieldType, said: FieldAnswers, context: LineContext): FieldAnswers {
  const bounds = said.bounds ?? (type === 'text' ? likelyLength(name) : '')
  return {
    type,
    ...(TRAITS[type].hasBounds ? { bounds } : {}),
    ...(TRAITS[type].isComputed ? {} : usualPresence(name, type, said, context)),
    ...(type === 'relation' && context.targets.includes(name) ? { to: name } : {}),
  }
}

/** What the field is in lists, where the line says nothing of it. */
function usualTraits(name: string, type: FieldType, said: FieldAnswers, { isAdded }: LineContext): Also[] {
  return usualInLists(type, name, typeof said.bounds === 'string' ? said.bounds : '').filter(
    (trait) => !isAdded || trait !== 'searchable',
  )
}

/** What is yes or no, or one of some values, is hardly ever unknown. */
function usualPresence(
  name: string,
  type: FieldType,
  said: FieldAnswers,
  { setting }: LineContext,
): FieldAnswers {
  if (said.presence !== undefined) return {}
  if (type === 'boolean') return { presence: 'default', default: String(setting(name) === false) }
  if (type !== 'enum') return { presence: 'optional' }
  const [value] = typeof said.values === 'string' ? valuesOf(said.values) : []
  return { presence: 'default', ...(value === undefined ? {} : { default: value }) }
}
