import { taskPriority } from '../schema.ts'
import { findDueDate } from './due-date.ts'
import type { NamedProject } from './project.ts'
import type { QuickAdd, Recognised } from './schema.ts'

interface ParseOptions {
  now: Date
  timeZone: string
  /** Spans that belong to the title, whatever they look like. */
  keep: Span[]
  /** The project that the text names. */
  project?: NamedProject | undefined
}

interface Span {
  start: number
  end: number
}

/** Recognises a due date, tags and a priority in a text, beside the project; the rest is the title. What may be plain words stays in the title. */
export function parseQuickAdd(
  text: string,
  { keep, project, ...clock }: ParseOptions,
): Omit<QuickAdd, 'task'> {
  const projects: RecognisedAs<'project'>[] = project
    ? [{ kind: 'project', ...spanOf(text, project.start, project.end), projectId: project.projectId }]
    : []
  const taken = [...keep, ...projects]
  const isAllowed = ({ start, end }: Span) => !taken.some((kept) => kept.start < end && start < kept.end)
  const tags = findTags(text, isAllowed)
  const priority = findPriority(text, isAllowed)
  // A date must not include anything that was recognised before.
  const due = findDueDate(mask(text, [...taken, ...tags, ...priority]), clock)
  const dueAt = due ? new Date(due.dueAt).toISOString() : null
  const recognised: Recognised[] = [...projects, ...tags, ...priority]
  if (due && dueAt) recognised.push({ kind: 'due', ...spanOf(text, due.start, due.end), dueAt })
  recognised.sort((a, b) => a.start - b.start)
  const draft = {
    title: cutSpans(text, recognised),
    priority: priority[0]?.priority ?? 'none',
    tags: [...new Set(tags.map(({ tag }) => tag))],
    dueAt,
    projectId: project?.projectId ?? null,
  }
  return { draft, recognised }
}

type RecognisedAs<K extends Recognised['kind']> = Extract<Recognised, { kind: K }>

const MAX_TAGS = 20
const MAX_TAG_LENGTH = 50
/** The end of a word, or of a sentence. */
const END = String.raw`(?=[.,;:!?)\]}\u2026]*(?:\s|$))`
/** A tag must contain a letter, since `#1` is a number. */
const TAG = new RegExp(String.raw`(?<!\S)#(?=[\p{M}\p{N}_-]*\p{L})([\p{L}\p{M}\p{N}_-]+)${END}`, 'gu')

function findTags(text: string, isAllowed: (span: Span) => boolean): RecognisedAs<'tag'>[] {
  const found = [...text.matchAll(TAG)]
    .map(({ 0: { length }, 1: tag = '', index }) => ({ tag, ...spanOf(text, index, index + length) }))
    .filter((span) => isAllowed(span) && [...span.tag].length <= MAX_TAG_LENGTH)
  const accepted = new Set([...new Set(found.map(({ tag }) => tag))].slice(0, MAX_TAGS))
  return found.filter(({ tag }) => accepted.has(tag)).map((span) => ({ kind: 'tag', ...span }))
}

const PRIORITY = new RegExp(String.raw`(?<!\S)!(${taskPriority.options.join('|')}|[1-4])${END}`, 'gi')

/** Finds the first priority; others stay in the title. */
function findPriority(text: string, isAllowed: (span: Span) => boolean): RecognisedAs<'priority'>[] {
  const [first] = [...text.matchAll(PRIORITY)]
    .map(({ 0: { length }, 1: name = '', index }) => ({ name, ...spanOf(text, index, index + length) }))
    .filter(isAllowed)
  if (!first) return []
  const { name, ...span } = first
  const { options } = taskPriority
  const priority = options[options.length - Number(name)] ?? taskPriority.parse(name.toLowerCase())
  return [{ kind: 'priority', ...span, priority }]
}

function spanOf(text: string, start: number, end: number) {
  return { start, end, text: text.slice(start, end) }
}

/** Replaces spans with underscores of the same length. White space at their ends stays, since it separates words. */
function mask(text: string, spans: Span[]): string {
  const maskWords = (words: string) => words.replace(/\S(?:.*\S)?|^\s+$/s, ({ length }) => '_'.repeat(length))
  return spans.reduce(
    (masked, { start, end }) =>
      masked.slice(0, start) + maskWords(masked.slice(start, end)) + masked.slice(end),
    text,
  )
}

/** Removes spans, given in order. White space changes only around the cuts. */
function cutSpans(text: string, spans: Span[]): string {
  const starts = [0, ...spans.map(({ end }) => end)]
  const pieces = starts.map((start, i) => text.slice(start, spans[i]?.start))
  return pieces.reduce(joinPieces).trim()
}

/** Joins the text on both sides of a cut, and drops punctuation that the cut leaves without a sentence. */
function joinPieces(left: string, right: string): string {
  const before = left.trimEnd()
  const after = right.trimStart()
  if (before === '') return right.replace(/^(?:[.,;:!?]+(?=\s|$)|\s+[-–—](?=\s))/, '').trimStart()
  if (after === '') return before.replace(/(?:[,;:]|\s[-–—])$/, '')
  if (/^[.,;:!?)\]}…]/.test(right)) return before.replace(/[,;:]$/, '') + right
  return `${before} ${after}`
}
