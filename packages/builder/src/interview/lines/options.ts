import { nearest } from '../../spec/read.ts'
import type { FieldType } from '../../spec/spec.ts'
import { refuseBounds } from '../answers/bounds.ts'
import { refuseScalar } from '../answers/scalars.ts'
import { valuesOf } from '../answers/values.ts'
import { ALSO_OPTIONS, type Also, TRAITS } from '../rounds/field-types.ts'
import { NotUnderstood } from './words.ts'

/** The field that options are about, as far as its line says it. */
interface Field {
  name: string
  type: FieldType
  isAdded: boolean
  /** Of an enum, where they are known. */
  values: string | undefined
}

export interface Options {
  presence?: 'required' | 'optional' | 'default' | 'requiredWithDefault'
  default?: string
  bounds?: string
  onDelete?: string
  ignoreCase?: 'yes'
  /** What it can be in lists, and `unique`. */
  traits: readonly Also[]
  /** It is none of what is usual in lists. */
  isPlain: boolean
}

// By how they are spelled in lower case.
const PRESENCES: ReadonlyMap<string, 'required' | 'optional'> = new Map([
  ['required', 'required'],
  ['optional', 'optional'],
  ['nullable', 'optional'],
])
const ON_DELETE: ReadonlyMap<string, string> = new Map([
  ['cascade', 'cascade'],
  ['restrict', 'restrict'],
  ['setnull', 'setNull'],
])
const TRAIT_WORDS: ReadonlyMap<string, Also> = new Map(
  ALSO_OPTIONS.map(({ value }) => [value.toLowerCase(), value]),
)
const OTHERS = ['default', 'min', 'max', 'ignorecase', 'plain']
const IS_BOUNDS = /^[^"]*\.\.[^"]*$/

/** Whether a word is an option, of whatever type. */
export function isOption(word: string): boolean {
  const bare = bareWord(word)
  return (
    [PRESENCES, ON_DELETE, TRAIT_WORDS].some((words) => words.has(bare)) ||
    OTHERS.includes(bare) ||
    IS_BOUNDS.test(word) ||
    /^default[=:]/.test(bare)
  )
}

const bareWord = (word: string) => word.replace(/,$/, '').toLowerCase()

/** Reads what comes after the type of a field. @throws NotUnderstood with the word that the type does not take */
export function readOptions(words: readonly string[], field: Field): Options {
  const reader = new Reader(words, field)
  return reader.read()
}

class Reader {
  readonly #words: string[]
  readonly #field: Field
  readonly #traits = new Set<Also>()
  readonly #bounds: { min?: string; max?: string } = {}
  readonly #read: Omit<Options, 'traits' | 'isPlain'> = {}
  #isPlain = false

  constructor(words: readonly string[], field: Field) {
    this.#words = words.flatMap((word) => {
      const [, value] = /^default[=:](.+)$/is.exec(word) ?? []
      return value === undefined ? [word] : ['default', value]
    })
    this.#field = field
  }

  read(): Options {
    for (let word = this.#words.shift(); word !== undefined; word = this.#words.shift()) this.#option(word)
    const { min = '', max = '' } = this.#bounds
    if (min !== '' || max !== '') this.#read.bounds = `${min}..${max}`
    this.#checkBounds()
    if (this.#read.ignoreCase && !this.#traits.has('unique'))
      throw new NotUnderstood('ignoreCase says how a unique field is compared: write unique as well')
    const traits = ALSO_OPTIONS.map(({ value }) => value).filter((trait) => this.#traits.has(trait))
    return { ...this.#read, traits, isPlain: this.#isPlain }
  }

  #option(word: string): void {
    const bare = bareWord(word)
    const [presence, trait, onDelete] = [PRESENCES.get(bare), TRAIT_WORDS.get(bare), ON_DELETE.get(bare)]
    if (presence) this.#presence(presence)
    else if (bare === 'default') this.#default()
    else if (bare === 'min' || bare === 'max') this.#bounds[bare] = this.#value(`${bare} 5`)
    else if (IS_BOUNDS.test(word)) this.#read.bounds = word.replace(/,$/, '')
    else if (trait) this.#trait(trait)
    else if (bare === 'ignorecase' && this.#field.type === 'text') this.#read.ignoreCase = 'yes'
    else if (bare === 'plain') this.#isPlain = true
    else if (onDelete && this.#field.type === 'relation') this.#read.onDelete = onDelete
    else throw new NotUnderstood(this.#unknown(word))
  }

  #presence(presence: 'required' | 'optional' | 'default'): void {
    const { name, type, isAdded } = this.#field
    if (TRAITS[type].isComputed) throw new NotUnderstood(`${name} is computed: nobody gives it a value`)
    if (isAdded && presence === 'required')
      throw new NotUnderstood(
        `${name} cannot be required: callers that are there do not give it. Write optional, or default and a value`,
      )
    const said = this.#read.presence
    if (presence !== 'optional' && said !== undefined && said !== 'optional' && said !== presence) {
      this.#read.presence = 'requiredWithDefault'
      return
    }
    if (said !== undefined && said !== presence)
      throw new NotUnderstood(`${name} cannot be both: ${said}, and ${presence}`)
    this.#read.presence = presence
  }

  #default(): void {
    const { name, type, values } = this.#field
    if (!TRAITS[type].hasDefault) throw new NotUnderstood(`A ${type} has no default`)
    this.#presence('default')
    const value = unquoted(this.#value('default 5'), type)
    const known = type === 'enum' && values !== undefined ? valuesOf(values) : undefined
    const isKnown = type === 'boolean' ? ['true', 'false'].includes(value) : known?.includes(value) !== false
    if (!isKnown)
      throw new NotUnderstood(
        `${name}: the default is ${known ? `one of ${known.join(', ')}` : 'true or false'}, and not ${value}`,
      )
    const refusal = refuseScalar(type, value)
    if (refusal !== undefined) throw new NotUnderstood(`The default of ${name}: ${refusal}`)
    this.#read.default = value
  }

  #trait(trait: Also): void {
    const { name, type, isAdded } = this.#field
    if (isAdded && (trait === 'unique' || trait === 'searchable'))
      throw new NotUnderstood(`${name}: what is added to what was written by hand cannot be ${trait}`)
    if (!TRAITS[type].also.includes(trait))
      throw new NotUnderstood(
        `${name} cannot be ${trait}: of type ${type} it can be ${TRAITS[type].also.join(', ') || 'nothing in lists'}`,
      )
    this.#traits.add(trait)
  }

  /** The word after this one. */
  #value(example: string): string {
    const value = this.#words.shift()
    if (value === undefined) throw new NotUnderstood(`A value is missing: write ${example}`)
    return value.replace(/,$/, '')
  }

  #checkBounds(): void {
    const { name, type } = this.#field
    const { bounds } = this.#read
    if (bounds === undefined) return
    if (!TRAITS[type].hasBounds) throw new NotUnderstood(`${name}: a ${type} has no bounds`)
    const refusal = refuseBounds(type, bounds)
    if (refusal !== undefined) throw new NotUnderstood(`${name}, ${bounds}: ${refusal}`)
  }

  #unknown(word: string): string {
    const { name, type } = this.#field
    const { hasBounds, hasDefault, isComputed, also } = TRAITS[type]
    const options = [
      ...(isComputed ? [] : ['required', 'optional']),
      ...(hasDefault ? ['default 5'] : []),
      ...(hasBounds ? ['1..100'] : []),
      ...also,
      ...(type === 'text' ? ['ignoreCase'] : []),
      ...(type === 'relation' ? ON_DELETE.values() : []),
      'plain',
    ]
    const meant = nearest(word, options)
    return `${word} is not understood${meant === undefined ? '' : ` (try ${meant})`}. A field of type ${type} takes ${options.join(', ')}; ${name} ? asks about each`
  }
}

/** A value in quotes as JSON has it. JSON itself stays as it is. */
function unquoted(word: string, type: FieldType): string {
  if (type === 'json' || !word.startsWith('"')) return word
  try {
    return String(JSON.parse(word))
  } catch {
    throw new NotUnderstood(`${word}: what is in quotes has to be as in JSON`)
  }
}
