/** The width that the formatter keeps lines of code to (`biome.json`). */
export const LINE_WIDTH = 110

/** How a text ends its lines: as its first one does. */
export const lineEnd = (text: string) => (/\r?\n/.exec(text)?.[0] === '\r\n' ? '\r\n' : '\n')

/** A text with the line ends of another. */
export const withLineEnds = (text: string, like: string) => text.replaceAll('\n', lineEnd(like))

/** Where the line starts that an index lies in. */
export const lineStart = (text: string, index: number) => text.lastIndexOf('\n', index - 1) + 1

/** Where the line ends that an index lies in, before its line end. */
export function lineStop(text: string, index: number): number {
  const found = /\r?\n/g
  found.lastIndex = index
  return found.exec(text)?.index ?? text.length
}

/** The white space that the line of an index starts with. */
export const indentation = (text: string, index: number) =>
  /^[ \t]*/.exec(text.slice(lineStart(text, index)))?.[0] ?? ''

/** A part of a text replaced. */
export const replaced = (text: string, start: number, end: number, by: string) =>
  text.slice(0, start) + by + text.slice(end)

/**
 * The order in which the formatter sorts modules and names: by number where both have digits, else character by character,
 * a capital before its small letter.
 */
export function compareNames(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.match(/\d+|\D/g) ?? [])
  for (let i = 0; ; i++) {
    const [x, y] = [left?.[i], right?.[i]]
    if (x === undefined || y === undefined) return x === y ? 0 : x === undefined ? -1 : 1
    if (x !== y) return comparePart(x, y)
  }
}

function comparePart(x: string, y: string): number {
  if (/^\d/.test(x) && /^\d/.test(y)) return Number(x) - Number(y)
  const [a, b] = [x.toLowerCase(), y.toLowerCase()]
  if (a !== b) return a < b ? -1 : 1
  return x < y ? -1 : 1
}
