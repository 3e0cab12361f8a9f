import { defaultFilter } from 'cmdk'

/** Below what fits as it was typed, and above letters that are only scattered over the entry. */
const TYPO_RANK = 0.6

/** How well an entry of the palette fits what was typed, up to 1. 0: not at all. */
export function rank(value: string, typed: string, keywords: string[] = []): number {
  const typos = typosIn(typed, [value, ...keywords].join(' '))
  return Math.max(defaultFilter(value, typed, keywords), typos === undefined ? 0 : TYPO_RANK / (1 + typos))
}

/** How many typos make the words of a text out of what was typed. Undefined if they are too many. */
export function typosIn(typed: string, text: string): number | undefined {
  const words = wordsOf(text)
  let all = 0
  for (const word of wordsOf(typed)) {
    const fewest = Math.min(...words.map((one) => distanceToStart(word, one)))
    if (fewest > allowedIn(word)) return undefined
    all += fewest
  }
  return all
}

/** A short word with a typo is another word. */
const allowedIn = ({ length }: string) => (length < 4 ? 0 : length < 8 ? 1 : 2)

const wordsOf = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

/**
 * The letters to add, leave out, replace or swap with their neighbour until a word is how another one starts: the optimal string
 * alignment distance.
 */
function distanceToStart(word: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, j) => j)]
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0
  for (let i = 1; i <= word.length; i++) {
    const row = [i]
    rows.push(row)
    for (let j = 1; j <= other.length; j++) {
      const isSame = word[i - 1] === other[j - 1]
      const isSwapped = i > 1 && j > 1 && word[i - 1] === other[j - 2] && word[i - 2] === other[j - 1]
      row.push(
        Math.min(
          at(i - 1, j) + 1,
          at(i, j - 1) + 1,
          at(i - 1, j - 1) + (isSame ? 0 : 1),
          isSwapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
  }
  return Math.min(...(rows[word.length] ?? [0]))
}
