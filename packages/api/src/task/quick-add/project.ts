import type { Run } from '@tandem/db/types'

interface Span {
  start: number
  end: number
}

/** Where a text names a project. */
export interface NamedProject extends Span {
  projectId: string
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

const FIND = {
  name: 'projects.named',
  text: `
  SELECT place::int AS place, id
  FROM unnest($2::text[]) WITH ORDINALITY AS given (name, place), projects
  WHERE user_id = $1::uuid AND fold_case(projects.name) = fold_case(given.name) AND NOT archived
  ORDER BY place LIMIT 1`,
}

/**
 * Finds the first project that a text names after a plus sign, whatever the case: `+Home`, or `+"My project"`. Without quotes
 * it is the longest name that fits. Archived projects are not found.
 */
export async function findProject(
  run: Run,
  userId: string,
  { text, keep }: { text: string; keep: readonly Span[] },
): Promise<NamedProject | undefined> {
  const isKept = ({ start, end }: Span) => keep.some((kept) => kept.start < end && start < kept.end)
  const candidates = [...text.matchAll(PLUS)]
    .slice(0, MAX_PLUS_SIGNS)
    .flatMap(({ index }) => candidatesAt(text, index))
    .filter((candidate) => !isKept(candidate))
  if (candidates.length === 0) return undefined
  const [found] = await run<{ place: number; id: string }>(FIND, [userId, candidates.map(({ name }) => name)])
  const candidate = found && candidates[found.place - 1]
  return candidate && { start: candidate.start, end: candidate.end, projectId: found.id }
}

/** What the text after a plus sign may name, the longest first. */
function candidatesAt(text: string, start: number): (Span & { name: string })[] {
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
