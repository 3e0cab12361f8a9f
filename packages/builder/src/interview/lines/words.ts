/** Why a line is not understood, in words for the person who typed it. */
export class NotUnderstood extends Error {}

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
])
const TEXT = /^"(?:[^"\\]|\\.)*"/s
/** In SQL and in types, texts are in single quotes, too. Elsewhere an apostrophe is a letter. */
const CODE_TEXT = /^'[^']*'/
const IS_CODE = /^(json|computed)\(/

/**
 * The words of a line, between white space that is not in quotes or brackets: `enum(to do, done)` is one word.
 *
 * @throws NotUnderstood where a quote or a bracket is not closed
 */
export function wordsIn(line: string): string[] {
  const words: string[] = []
  let rest = line.trimStart()
  while (rest !== '') {
    const word = firstWord(rest, words.at(-1) ?? '')
    words.push(word)
    rest = rest.slice(word.length).trimStart()
  }
  return words
}

/** The word that a text begins with. After a type, what is in brackets may stand apart from it. */
function firstWord(text: string, before: string): string {
  const open: string[] = []
  let word = ''
  while (word.length < text.length) {
    const rest = text.slice(word.length)
    if (open.length === 0 && /^\s/.test(rest)) break
    const part = quoted(rest, word.startsWith('(') ? before + word : word) ?? rest.charAt(0)
    word += part
    bracket(part, open)
  }
  const left = open.at(-1)
  if (left !== undefined) throw new NotUnderstood(`A ${left} is not closed: ${CLOSING.get(left)} is missing`)
  return word
}

/** What is in quotes, where a text begins with that. */
function quoted(text: string, word: string): string | undefined {
  const quote = text.charAt(0)
  if (quote !== '"' && !(quote === "'" && IS_CODE.test(word))) return undefined
  const [found] = (quote === '"' ? TEXT : CODE_TEXT).exec(text) ?? []
  if (found === undefined) throw new NotUnderstood(`A ${quote} is not closed`)
  return found
}

/** Opens a bracket, or closes the last one that is open. */
function bracket(part: string, open: string[]): void {
  if (CLOSING.has(part)) open.push(part)
  else if (/^[)\]}]$/.test(part) && CLOSING.get(open.pop() ?? '') !== part)
    throw new NotUnderstood(`Nothing that is open is closed by ${part}`)
}
