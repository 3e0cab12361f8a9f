import type { Range, Splice } from '../render/rendering.ts'
import { lineEnd, lineStop, replaced, withLineEnds } from './text.ts'

const SCHEMA = 'prisma/schema.prisma'

/** A model or an enum at the end of `schema.prisma`. */
export function prismaBlock(kind: 'model' | 'enum', name: string, content: string): Splice {
  const code = content.trimEnd()
  const find = (text: string) => blockOf(text, kind, name)
  return {
    path: SCHEMA,
    key: `${kind} ${name}`,
    content: code,
    find,
    insert(text) {
      if (find(text)) return text
      const end = lineEnd(text)
      return text.endsWith('\n') || text === ''
        ? `${text}${end}${withLineEnds(code, text)}${end}`
        : `${text}${end}${end}${withLineEnds(code, text)}`
    },
    remove(text) {
      const found = find(text)
      if (!found) return text
      const { length } = lineEnd(text)
      // A block has an empty line before it, and its line end unless the file has none.
      return found.end === text.length
        ? replaced(text, found.start - 2 * length, found.end, '')
        : replaced(text, found.start - length, found.end + length, '')
    },
  }
}

/** A field in a model that is there, such as what makes a relation known to the other side: above another one, or at the end. */
export function prismaField(
  model: string,
  [name, type, attributes]: [string, string, string],
  above?: string,
): Splice {
  const find = (text: string): Range | undefined => {
    const block = blockOf(text, 'model', model)
    return block && fieldNamed(text, block, name)
  }
  const content = `  ${[name, type, attributes].filter((part) => part !== '').join(' ')}`
  return {
    path: SCHEMA,
    key: `model ${model} ${name}`,
    content,
    find,
    insert(text) {
      if (find(text)) return text
      const block = blockOf(text, 'model', model)
      if (!block) throw new Error(`${SCHEMA} has no model ${model}, which needs a field ${name}`)
      const next = above === undefined ? undefined : fieldNamed(text, block, above)
      if (next) return replaced(text, next.start, next.start, `${content}${lineEnd(text)}`)
      const stop = endOfFields(text, block)
      return replaced(text, stop, stop, `${lineEnd(text)}${content}`)
    },
    remove(text) {
      const found = find(text)
      return found ? replaced(text, found.start - lineEnd(text).length, found.end, '') : text
    },
  }
}

/** An attribute of a model, such as an index, above the name of its table. */
export function prismaAttribute(model: string, attribute: string): Splice {
  const content = `  ${attribute}`
  const find = (text: string): Range | undefined => {
    const block = blockOf(text, 'model', model)
    const start = block && text.slice(0, block.end).indexOf(content, block.start)
    return start === undefined || start === -1 ? undefined : { start, end: start + content.length }
  }
  return {
    path: SCHEMA,
    key: `model ${model} ${attribute}`,
    content,
    find,
    insert(text) {
      if (find(text)) return text
      const block = blockOf(text, 'model', model)
      const map = block && /^[ \t]*@@map/m.exec(text.slice(block.start, block.end))
      if (!block || !map) throw new Error(`${SCHEMA} has no model ${model} with a name for its table`)
      const start = block.start + map.index
      return replaced(text, start, start, `${content}${lineEnd(text)}`)
    },
    remove(text) {
      const found = find(text)
      return found ? replaced(text, found.start, found.end + lineEnd(text).length, '') : text
    },
  }
}

/** A block of the schema, without what is written above it. */
function blockOf(text: string, kind: string, name: string): Range | undefined {
  const opening = new RegExp(`^${kind}[ \\t]+${name}[ \\t]*\\{`, 'm').exec(text)
  if (!opening) return undefined
  const closing = /^[ \t]*\}/m.exec(text.slice(opening.index))
  if (!closing) throw new Error(`${SCHEMA}: ${kind} ${name} has no end`)
  return { start: opening.index, end: opening.index + closing.index + closing[0].length }
}

/** The line of a field. */
function fieldNamed(text: string, block: Range, name: string): Range | undefined {
  const line = new RegExp(`^[ \\t]+${name}[ \\t]`, 'm').exec(text.slice(block.start, block.end))
  if (!line) return undefined
  const start = block.start + line.index
  return { start, end: lineStop(text, start) }
}

/** The end of the line of the last field: after it come attributes of the model and empty lines. */
function endOfFields(text: string, block: Range): number {
  let stop = lineStop(text, block.start)
  for (let index = stop; index < block.end; ) {
    const next = lineStop(text, index + lineEnd(text).length)
    const line = text.slice(index, next).trim()
    if (/^[A-Za-z]\w*\s/.test(line)) stop = next
    index = next
  }
  return stop
}
