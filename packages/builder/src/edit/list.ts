import type { Range, Splice } from '../render/rendering.ts'
import { declaredAs } from './declaration.ts'
import { compareNames, indentation, LINE_WIDTH, lineEnd, lineStart, lineStop, replaced } from './text.ts'

/** An item of a list in code: an element of an array, or a property of an object. */
interface ListItem {
  /** From the root of the project. */
  path: string
  /** The constant that holds the list, or gives it to what makes it: `z.object({ … }).meta(…)`. */
  list: string
  /** Properties that lead to it from there. */
  within?: readonly string[]
  /** What tells the item from others: the name of a property, or the value of an element. */
  id: string
  /** As it stands in code. */
  content: string
  /** Put it where its id belongs, if the others are in order. Otherwise it comes last. */
  isSorted?: boolean
}

interface Found extends Range {
  id: string
}

/** The array or object that a constant holds, with its items. */
interface List extends Range {
  items: Found[]
}

/** An item of an array or an object that a file's constant holds. */
export function listItem({ path, list: name, within = [], id, content, isSorted = false }: ListItem): Splice {
  const read = (text: string) => listNamed(path, text, [name, ...within])
  const find = (text: string) => read(text).items.find((item) => item.id === id)
  return {
    path,
    key: `${[name, ...within].join('.')} ${id}`,
    content,
    find,
    insert(text) {
      const list = read(text)
      if (list.items.some((item) => item.id === id)) return text
      return inserted(text, read, content, isSorted ? placeOf(list, id) : list.items.length)
    },
    remove(text) {
      const at = read(text).items.findIndex((item) => item.id === id)
      return at === -1 ? text : removed(text, read, at)
    },
  }
}

/** @throws where the file has no such list */
function listNamed(path: string, text: string, [name = '', ...within]: readonly string[]): List {
  const value = listIn(declaredAs(text, name), within)
  if (value?.type === 'ArrayExpression')
    return { start: value.start, end: value.end, items: elementsOf(text, value) }
  if (value?.type === 'ObjectExpression')
    return { start: value.start, end: value.end, items: propertiesOf(text, value) }
  throw new Error(`${path} has no list \`${[name, ...within].join('.')}\`, to which a line is to be added`)
}

type Value = NonNullable<ReturnType<typeof declaredAs>>

/** The list that a value is, or that a call is given, or that a property of either holds. */
function listIn(value: Value | undefined, [property, ...deeper]: readonly string[]): Value | undefined {
  const list = givenList(value)
  if (property === undefined || list?.type !== 'ObjectExpression')
    return property === undefined ? list : undefined
  for (const one of list.properties) {
    if (one.type !== 'Property' || one.key.type !== 'Identifier' || one.key.name !== property) continue
    return listIn(one.value, deeper)
  }
  return undefined
}

/** Of a chain of calls the first one counts: `z.object({ … })` of `z.object({ … }).meta({ … })`. */
function givenList(value: Value | undefined): Value | undefined {
  if (value?.type !== 'CallExpression') return value
  const before = value.callee.type === 'MemberExpression' ? givenList(value.callee.object) : undefined
  if (before?.type === 'ObjectExpression') return before
  return value.arguments.find((argument) => argument.type === 'ObjectExpression')
}

type Node = { type: string; start: number; end: number }

function elementsOf(text: string, { elements }: { elements: (Node | null)[] }): Found[] {
  return elements.flatMap((element) =>
    element
      ? [{ start: element.start, end: element.end, id: unquoted(text.slice(element.start, element.end)) }]
      : [],
  )
}

function propertiesOf(text: string, { properties }: { properties: (Node & { key?: Node })[] }): Found[] {
  return properties.map(({ start, end, key }) => ({
    start,
    end,
    id: key ? unquoted(text.slice(key.start, key.end)) : text.slice(start, end),
  }))
}

const unquoted = (code: string) => code.replace(/^(['"`])([\s\S]*)\1$/, '$2')

/** The place of an item among others that are in order, or the end. */
function placeOf({ items }: List, id: string): number {
  const isOrdered = items.every((item, i) => compareNames(items[i - 1]?.id ?? '', item.id) <= 0)
  const place = items.findIndex((item) => compareNames(item.id, id) > 0)
  return isOrdered && place !== -1 ? place : items.length
}

/** Reads the list anew, in a text that has changed. */
type Read = (text: string) => List

function inserted(text: string, read: Read, content: string, at: number): string {
  const list = read(text)
  if (isOnLines(text, list)) return insertedLine(text, list, content, at)
  const one = insertedInline(text, list, content, at)
  return text[list.start] === '[' && isTooLong(one, list.start) ? onLines(one, read(one)) : one
}

function insertedLine(text: string, list: List, content: string, at: number): string {
  const [previous, next] = [list.items[at - 1], list.items[at]]
  const end = lineEnd(text)
  const indent =
    (next ?? previous)
      ? indentation(text, (next ?? previous)?.start ?? 0)
      : `${indentation(text, list.start)}  `
  const line = `${end}${indent}${content.replaceAll('\n', end + indent)}`
  if (!previous) return replaced(text, list.start + 1, list.start + 1, `${line},`)
  const comma = commaAfter(text, previous.end, list.end)
  if (comma === undefined) return replaced(text, previous.end, previous.end, `,${line}`)
  const stop = lineStop(text, comma)
  return replaced(text, stop, stop, `${line},`)
}

function insertedInline(text: string, { start, end, items }: List, content: string, at: number): string {
  const [previous, next] = [items[at - 1], items[at]]
  if (previous) return replaced(text, previous.end, previous.end, `, ${content}`)
  if (next) return replaced(text, next.start, next.start, `${content}, `)
  if (text[start] === '[') return replaced(text, start + 1, end - 1, content)
  const [line, indent] = [lineEnd(text), indentation(text, start)]
  return replaced(text, start + 1, end - 1, `${line}${indent}  ${content},${line}${indent}`)
}

function removed(text: string, read: Read, at: number): string {
  const list = read(text)
  if (!isOnLines(text, list)) return removedInline(text, list, at)
  const rest = removedLine(text, list, at)
  if (text[list.start] === '{') {
    const isEmpty =
      list.items.length === 1 && text.slice(list.start + 1, list.end - 1).split('\n').length === 3
    return isEmpty ? replaced(text, list.start + 1, list.end - 1, '') : rest
  }
  // An array that was too long for one line is in one line again where it fits, as the formatter has it.
  const wasTooLong = inOneLine(text, list) === undefined
  return (wasTooLong ? inOneLine(rest, read(rest)) : undefined) ?? rest
}

function removedLine(text: string, { items, end }: List, at: number): string {
  const [previous, item] = [items[at - 1], items[at]]
  if (!item) return text
  const comma = commaAfter(text, item.end, end)
  if (comma === undefined && previous) return replaced(text, previous.end, item.end, '')
  const start = lineStart(text, item.start) - lineEnd(text).length
  return replaced(text, start, lineStop(text, comma ?? item.end), '')
}

function removedInline(text: string, { start, end, items }: List, at: number): string {
  const [previous, item, next] = [items[at - 1], items[at], items[at + 1]]
  if (!item) return text
  if (previous) return replaced(text, previous.end, item.end, '')
  if (next) return replaced(text, item.start, next.start, '')
  return replaced(text, start + 1, end - 1, '')
}

const isOnLines = (text: string, { start, end }: Range) => text.slice(start, end).includes('\n')

/** Between two items there are commas and comments only. */
function commaAfter(text: string, from: number, to: number): number | undefined {
  const found = /^(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*,/.exec(text.slice(from, to))
  return found ? from + found[0].length - 1 : undefined
}

const isTooLong = (text: string, index: number) => lineStop(text, index) - lineStart(text, index) > LINE_WIDTH

/** An array with an item on each line. */
function onLines(text: string, list: List): string {
  const end = lineEnd(text)
  const indent = indentation(text, list.start)
  const lines = list.items.map((item) => `${end}${indent}  ${text.slice(item.start, item.end)},`)
  return replaced(text, list.start + 1, list.end - 1, `${lines.join('')}${end}${indent}`)
}

/** An array in one line. Undefined where it is too long for that, or has comments or items of several lines. */
function inOneLine(text: string, list: List): string | undefined {
  if (/\/[/*]/.test(text.slice(list.start, list.end))) return undefined
  const items = list.items.map((item) => text.slice(item.start, item.end)).join(', ')
  if (items.includes('\n')) return undefined
  const one = replaced(text, list.start + 1, list.end - 1, items)
  return isTooLong(one, list.start) ? undefined : one
}
