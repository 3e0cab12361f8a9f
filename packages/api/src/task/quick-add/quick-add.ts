import type { Run } from '@tandem/db/types'
import { uuidv7 } from 'uuidv7'
import { invalidInput } from '../../core/errors.ts'
import { createTaskInput, taskPriority } from '../schema.ts'
import { taskStore } from '../store.ts'
import { findDue } from './due-date.ts'
import type { QuickAdd, QuickAddInput, Recognised } from './schema.ts'

interface AddOptions {
  run: Run
  userId: string
  now: Date
}

/** Makes a task of one line of text; on a dry run only says what it would be. */
export async function quickAdd(
  { run, userId, now }: AddOptions,
  { id = uuidv7(), text, dryRun, ...how }: QuickAddInput,
): Promise<QuickAdd> {
  const { draft, recognised } = parseQuickAdd(text, { now, ...how })
  if (dryRun) return { task: null, draft, recognised }
  if (!createTaskInput.shape.title.safeParse(draft.title).success) throw noTitle(draft.title)
  const dueAt = draft.dueAt === null ? null : new Date(draft.dueAt)
  const fields = { ...draft, dueAt, description: null, status: 'todo' as const }
  return { task: await taskStore.create(run, { userId, id }, fields), draft, recognised }
}

function noTitle(title: string) {
  const message = title ? 'must leave a title of at most 255 characters' : 'must leave words for a title'
  return invalidInput(['text'], message)
}

interface ReadOptions {
  now: Date
  timeZone: string
  /** What is words and nothing else. */
  keep: Span[]
}

interface Span {
  start: number
  end: number
}

/** Reads a due date, tags and a priority out of a text. What is left is the title: where words may be meant, words they are. */
export function parseQuickAdd(text: string, { keep, ...clock }: ReadOptions): Omit<QuickAdd, 'task'> {
  const isFree = ({ start, end }: Span) => !keep.some((kept) => kept.start < end && start < kept.end)
  const tags = findTags(text, isFree)
  const priority = findPriority(text, isFree)
  // A date goes around what is something else.
  const due = findDue(mask(text, [...keep, ...tags, ...priority]), clock)
  const dueAt = due ? new Date(due.dueAt).toISOString() : null
  const recognised: Recognised[] = [...tags, ...priority]
  if (due && dueAt) recognised.push({ kind: 'due', ...spanOf(text, due.start, due.end), dueAt })
  recognised.sort((a, b) => a.start - b.start)
  const draft = {
    title: without(text, recognised),
    priority: priority[0]?.priority ?? 'none',
    tags: [...new Set(tags.map(({ tag }) => tag))],
    dueAt,
  }
  return { draft, recognised }
}

type Kind<K extends Recognised['kind']> = Extract<Recognised, { kind: K }>

const MAX_TAGS = 20
/** A word ends here, or the sentence does. */
const END = String.raw`(?=[.,;:!?)\]}\u2026]*(?:\s|$))`
/** `#1` is a number: a tag has a letter. */
const TAG = new RegExp(String.raw`(?<!\S)#(?=[\p{M}\p{N}_-]*\p{L})([\p{L}\p{M}\p{N}_-]+)${END}`, 'gu')

function findTags(text: string, isFree: (span: Span) => boolean): Kind<'tag'>[] {
  const all = [...text.matchAll(TAG)]
    .map(({ 0: { length }, 1: tag = '', index }) => ({ tag, ...spanOf(text, index, index + length) }))
    .filter((found) => isFree(found) && [...found.tag].length <= 50)
  const first = new Set([...new Set(all.map(({ tag }) => tag))].slice(0, MAX_TAGS))
  return all.filter(({ tag }) => first.has(tag)).map((found) => ({ kind: 'tag', ...found }))
}

const PRIORITY = new RegExp(String.raw`(?<!\S)!(${taskPriority.options.join('|')}|[1-4])${END}`, 'gi')

/** The first; any other is words. */
function findPriority(text: string, isFree: (span: Span) => boolean): Kind<'priority'>[] {
  const [first] = [...text.matchAll(PRIORITY)]
    .map(({ 0: { length }, 1: name = '', index }) => ({ name, ...spanOf(text, index, index + length) }))
    .filter(isFree)
  if (!first) return []
  const { name, ...span } = first
  const { options } = taskPriority
  const priority = options[options.length - Number(name)] ?? taskPriority.parse(name.toLowerCase())
  return [{ kind: 'priority', ...span, priority }]
}

function spanOf(text: string, start: number, end: number) {
  return { start, end, text: text.slice(start, end) }
}

/** Puts a letter of no word in place of every other, so that offsets stay. White space at the ends goes on parting words. */
function mask(text: string, spans: Span[]): string {
  const blot = (words: string) => words.replace(/\S(?:.*\S)?|^\s+$/s, ({ length }) => '_'.repeat(length))
  return spans.reduce(
    (masked, { start, end }) => masked.slice(0, start) + blot(masked.slice(start, end)) + masked.slice(end),
    text,
  )
}

/** The text without some spans, in their order. White space stays as it is, but for where one was cut out. */
function without(text: string, spans: Span[]): string {
  const starts = [0, ...spans.map(({ end }) => end)]
  const pieces = starts.map((start, i) => text.slice(start, spans[i]?.start))
  return pieces.reduce(join).trim()
}

/** Joins what is left on both sides of a cut. Punctuation goes with its sentence, or goes where there is none. */
function join(left: string, right: string): string {
  const before = left.trimEnd()
  const after = right.trimStart()
  if (before === '') return right.replace(/^(?:[.,;:!?]+(?=\s|$)|\s+[-–—](?=\s))/, '').trimStart()
  if (after === '') return before.replace(/(?:[,;:]|\s[-–—])$/, '')
  if (/^[.,;:!?)\]}…]/.test(right)) return before.replace(/[,;:]$/, '') + right
  return `${before} ${after}`
}
