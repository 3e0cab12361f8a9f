import { foldCase } from '../../../core/fields/fold-case.ts'
import type { Span } from './words.ts'

/** Where a text names a project. */
export interface NamedProject extends Span {
  projectId: string
}

/** What a text may name, at a place. */
export interface ProjectCandidate extends Span {
  name: string
}

/** As many of them are looked at, so that a text of plus signs costs no more than others. */
const MAX_PLUS_SIGNS = 10
const MAX_WORDS = 20
/** The longest name of a project, in UTF-16 code units. */
const MAX_LENGTH = 200

const PLUS = /(?<!\S)\+(?=\S)/g
const QUOTED = /^\+["“”„]([^"“”„]+)["“”]/
const PUNCTUATION = /[.,;:!?)\]}\u2026]+$/
const ENDS_WORD = /^[.,;:!?)\]}\u2026]*(?:\s|$)/

/**
 * What a text may name after its plus signs, the first that fits first: `+Home`, or `+"My project"`. Without quotes it is the
 * longest name that fits.
 */
export function projectCandidates(text: string, keep: readonly Span[]): ProjectCandidate[] {
  const isKept = ({ start, end }: Span) => keep.some((kept) => kept.start < end && start < kept.end)
  return [...text.matchAll(PLUS)]
    .slice(0, MAX_PLUS_SIGNS)
    .flatMap(({ index }) => candidatesAt(text, index))
    .filter((candidate) => !isKept(candidate))
}

/** The project at a candidate. */
export function namedAt({ start, end }: ProjectCandidate, projectId: string): NamedProject {
  return { start, end, projectId }
}

/** What the text after a plus sign may name, the longest first. */
function candidatesAt(text: string, start: number): ProjectCandidate[] {
  const rest = text.slice(start, start + MAX_LENGTH + 3)
  const quoted = QUOTED.exec(rest)
  if (quoted) {
    const [{ length }, name = ''] = quoted
    return ENDS_WORD.test(text.slice(start + length)) ? [{ start, end: start + length, name }] : []
  }
  const ends = [...rest.matchAll(/\S+/g)].slice(0, MAX_WORDS).flatMap(({ 0: word, index }) => {
    const end = index + word.length
    const withoutPunctuation = index + word.replace(PUNCTUATION, '').length
    return [...new Set([withoutPunctuation, end])]
  })
  return ends
    .filter((end) => end > 1)
    .reverse()
    .map((end) => ({ start, end: start + end, name: rest.slice(1, end) }))
}

/** What of a user's project a line can name. */
export interface Project {
  id: string
  name: string
  archived: boolean
}

/**
 * Finds the first project that a text names among those of its user, whatever the case. Archived ones are not found. The server
 * asks its database instead (`project.ts`).
 */
export function projectAmong(
  candidates: readonly ProjectCandidate[],
  projects: readonly Project[],
): NamedProject | undefined {
  if (candidates.length === 0) return undefined
  const ids = new Map(projects.flatMap(({ id, name, archived }) => (archived ? [] : [[foldCase(name), id]])))
  for (const candidate of candidates) {
    const id = ids.get(foldCase(candidate.name))
    if (id !== undefined) return namedAt(candidate, id)
  }
}
