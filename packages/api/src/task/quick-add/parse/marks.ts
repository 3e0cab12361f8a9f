import { TASK_PRIORITIES, type TaskPriority } from '../../priority.ts'
import { isAboutTime } from './date/neighbour-words.ts'
import type { Span, Word } from './words.ts'

const MAX_TAGS = 20
const MAX_TAG_LENGTH = 50
/** The end of a word, or of a sentence. */
const END = String.raw`(?=[.,;:!?)\]}\u2026]*(?:\s|$)|,[#!])`
const EMOJI = String.raw`\p{Extended_Pictographic}|\p{Regional_Indicator}`
/** A tag must contain a letter or an emoji, since `#1` is a number. */
const PART = String.raw`(?:[\p{L}\p{M}\p{N}_\-\u200d\ufe0f]|${EMOJI}|\p{Emoji_Modifier})+`
const TAG = new RegExp(
  String.raw`(?<![^\s,])#(?=(?:[\p{M}\p{N}_\-\ufe0f/])*(?:\p{L}|${EMOJI}))(${PART}(?:/${PART})*)${END}`,
  'gu',
)

interface Tag extends Span {
  /** As it is stored: composed. */
  tag: string
}

/** Finds the tags. Those beyond the twentieth, and those that are too long, stay in the title. */
export function findTags(text: string, isAllowed: (span: Span) => boolean): Tag[] {
  const found = [...text.matchAll(TAG)]
    .map(({ 0: { length }, 1: tag = '', index }) => ({
      tag: tag.normalize(),
      start: index,
      end: index + length,
    }))
    .filter((span) => isAllowed(span) && [...span.tag].length <= MAX_TAG_LENGTH && !isColour(span.tag, text))
  const accepted = new Set([...new Set(found.map(({ tag }) => tag))].slice(0, MAX_TAGS))
  return found.filter(({ tag }) => accepted.has(tag))
}

const COLOURS = /\b(?:colou?rs?|hex|background|foreground|css|rgb|shade|border|theme|palette)\b/i

/** `#fff` and `#1e90ff` are colours. `#dad` is one only where the text is about colours. */
function isColour(tag: string, text: string): boolean {
  if (!/^(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(tag)) return false
  return /\d/.test(tag) || /^(.)\1+$/.test(tag) || COLOURS.test(text)
}

interface Priority extends Span {
  priority: TaskPriority
}

const NAMED = new RegExp(String.raw`(?<![^\s,])!(${TASK_PRIORITIES.join('|')})${END}`, 'gi')
const LEVEL = /^[pP]([1-4])$/
/** `page p3`, `parking in P2` */
const NO_PRIORITY_AFTER =
  /^(?:the|a|an|in|on|to|at|of|from|and|or|see|read|pages?|level|parking|park|parked|gate|vs|&|-)$/i
const BEFORE_OTHERS = /^(?:on|by|at|@|in|due|every|each|this|the|for|with|p[1-4]|[#+!@].*)$/i

/** Finds the first priority; others stay in the title. */
export function findPriority(
  text: string,
  words: readonly Word[],
  isAllowed: (span: Span) => boolean,
): Priority | undefined {
  const named = [...text.matchAll(NAMED)].map(({ 0: { length }, 1: name = '', index }) => ({
    start: index,
    end: index + length,
    priority: TASK_PRIORITIES.find((one) => one === name.toLowerCase()) ?? 'none',
  }))
  const levels = words.flatMap((word, i) => {
    const level = LEVEL.exec(word.raw)?.[1]
    if (level === undefined || word.open !== '' || word.isTaken) return []
    if (!isLevel(word, words[i - 1], words[i + 1])) return []
    return { start: word.start, end: word.end, priority: TASK_PRIORITIES[5 - Number(level)] ?? 'none' }
  })
  return [...named, ...levels].filter(isAllowed).toSorted((a, b) => a.start - b.start)[0]
}

/** `Fix p1 bugs` is about bugs. */
function isLevel({ raw, close }: Word, before: Word | undefined, after: Word | undefined): boolean {
  if (before !== undefined && NO_PRIORITY_AFTER.test(before.text)) return false
  if ((before === undefined || before.isTaken) && raw.startsWith('p')) return true
  return (
    close !== '' ||
    after === undefined ||
    after.isTaken ||
    isAboutTime(after) ||
    BEFORE_OTHERS.test(after.raw)
  )
}
