import type { Word } from '../words.ts'

/** A line as the patterns read it. */
export interface Line {
  words: readonly Word[]
  /**
   * The words in lower case. Between two of them is a space, a comma and a space, or ` | ` where no phrase goes on. Words that
   * are taken are `_`.
   */
  text: string
  /** Where each word begins in `text`. */
  starts: readonly number[]
  /** Whether numeric dates have the day first, as the reader writes them. */
  isDayFirst: boolean
}

export function lineOf(words: readonly Word[], isDayFirst: boolean): Line {
  let text = ''
  const starts: number[] = []
  for (const [i, word] of words.entries()) {
    starts.push(text.length)
    text += word.isTaken ? '_' : word.text.replaceAll(/[,|_]/g, '¬')
    text += gapBetween(word, words[i + 1])
  }
  return { words, text, starts, isDayFirst }
}

function gapBetween({ close, isTaken }: Word, next: Word | undefined): string {
  if (next === undefined) return ''
  if (isTaken || next.isTaken || next.open !== '') return ' | '
  // `in 2 weeks' time`
  if (close === '' || close === "'" || close === '’') return ' '
  return close === ',' ? ', ' : ' | '
}
