import type { Line } from './line.ts'
import { amountPatterns } from './phrases/amount.ts'
import { dayPatterns } from './phrases/day.ts'
import { numericPatterns } from './phrases/numeric.ts'
import type { Pattern, Phrase } from './phrases/phrase.ts'
import { rulePatterns } from './phrases/rule.ts'
import { furtherPatterns, timePatterns } from './phrases/time.ts'

/** Everything about time that stands together. It is understood as a whole, or not at all. */
export interface Run {
  /** The first and the last word. */
  first: number
  last: number
  /** The word before the first phrase that leads to it: `on`, `by`, `at`, `@`, `due` or none. */
  preposition: string
  phrases: LinkedPhrase[]
}

export type LinkedPhrase = Phrase & {
  /** The words that join it to the phrase before it. */
  link: string
}

const FIRST = [...dayPatterns, ...amountPatterns, ...numericPatterns, ...timePatterns, ...rulePatterns]
const FURTHER = [...FIRST, ...furtherPatterns]

const PREPOSITION = /(?:due(?: date)? )?(?:on|by|at|@) |due /y
const LINK = /,? (?:(at|@|on|by|starting|beginning|from|as of|until|till|til|ending|through|thru)(?: on)? )?/y

/** The longest run that begins at a word. */
export function readRun(line: Line, first: number): Run | undefined {
  const start = line.starts[first] ?? 0
  const preposition = matchAt(PREPOSITION, line.text, start)?.[0] ?? ''
  const bare = longest(line, FIRST, start)
  const led = preposition === '' ? undefined : longest(line, FIRST, start + preposition.length)
  const isLed = led !== undefined && (bare === undefined || led.end > bare.end)
  let found = isLed ? led : bare
  if (found === undefined) return undefined
  const phrases: LinkedPhrase[] = []
  let link = ''
  let end = start
  while (found !== undefined) {
    phrases.push(...found.phrases.map((phrase, i) => ({ ...phrase, link: i === 0 ? link : '' })))
    end = found.end
    const next = nextOf(line, end)
    found = next
    link = next?.link ?? ''
  }
  const last = line.starts.findLastIndex((at) => at < end)
  return { first, last, preposition: isLed ? preposition.trim() : '', phrases }
}

interface Found {
  end: number
  phrases: Phrase[]
}

/** The phrase that goes on after another one, with a word that joins them or without. */
function nextOf(line: Line, end: number): (Found & { link: string }) | undefined {
  const gap = matchAt(/,? /y, line.text, end)?.[0]
  if (gap === undefined) return undefined
  const bare = longest(line, FURTHER, end + gap.length)
  const [joined = '', link = ''] = matchAt(LINK, line.text, end) ?? []
  const linked = link === '' ? undefined : longest(line, FURTHER, end + joined.length)
  if (linked !== undefined && (bare === undefined || linked.end > bare.end)) return { ...linked, link }
  return bare && { ...bare, link: '' }
}

function longest(line: Line, patterns: readonly Pattern[], start: number): Found | undefined {
  const word = line.words[line.starts.indexOf(start)]
  if (word === undefined) return undefined
  let best: Found | undefined
  for (const { pattern, read } of patterns) {
    const match = matchAt(pattern, line.text, start)
    const end = start + (match?.[0].length ?? 0)
    if (match === null || end <= (best?.end ?? start)) continue
    const phrases = read(match, { word, isDayFirst: line.isDayFirst })
    if (phrases !== undefined) best = { end, phrases }
  }
  return best
}

function matchAt(pattern: RegExp, text: string, start: number): RegExpExecArray | null {
  pattern.lastIndex = start
  return pattern.exec(text)
}
