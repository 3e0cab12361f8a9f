import type { Run } from '@tandem/db/types'
import { type NamedProject, namedAt, projectCandidates } from './parse/project-names.ts'
import type { Span } from './parse/words.ts'

const FIND = {
  name: 'projects.named',
  text: `
  SELECT place::int AS place, id
  FROM unnest($2::text[]) WITH ORDINALITY AS given (name, place), projects
  WHERE user_id = $1::uuid AND fold_case(projects.name) = fold_case(given.name) AND NOT archived
  ORDER BY place LIMIT 1`,
}

/** Finds the first project that a text names, whatever the case. Archived ones are not found. */
export async function findProject(
  run: Run,
  userId: string,
  { text, keep }: { text: string; keep: readonly Span[] },
): Promise<NamedProject | undefined> {
  const candidates = projectCandidates(text, keep)
  if (candidates.length === 0) return undefined
  const [found] = await run<{ place: number; id: string }>(FIND, [userId, candidates.map(({ name }) => name)])
  const candidate = found && candidates[found.place - 1]
  return candidate && namedAt(candidate, found.id)
}
