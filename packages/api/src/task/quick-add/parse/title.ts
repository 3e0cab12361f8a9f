import type { Span } from './words.ts'

/** What is left of a text without the spans, which are in order. White space changes only around the cuts. */
export function cutSpans(text: string, spans: readonly Span[]): string {
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
