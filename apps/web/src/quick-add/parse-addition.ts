import type { QueryClient } from '@tanstack/react-query'
import type { Client } from '../api/client.ts'
import { ProblemError } from '../api/problem.ts'
import { projectsQuery } from '../projects/use-projects.ts'
import type { Addition } from '../sync/commands/command.ts'
import { mayNameProject, problemWith } from './line.ts'
import { parseAt } from './parse-line.ts'

/**
 * Parses a line that was added before the page could parse it. It means what it meant when it was typed. @throws ProblemError if
 * it cannot become a task
 */
export async function parseAddition(
  client: Client,
  queries: QueryClient,
  command: Addition,
): Promise<Addition> {
  const { text, keep = [], timeZone, locale } = command.input
  const projects = mayNameProject(text) ? await queries.fetchQuery(projectsQuery(client)) : undefined
  const now = new Date(command.typedAt ?? Date.now())
  const parsed = parseAt(text, { now, timeZone, locale, keep, projects, defaults: command })
  const message = problemWith(text, parsed)
  if (message !== undefined) throw new ProblemError({ status: 422, error: 'VALIDATION_ERROR', message })
  return { ...command, draft: parsed.draft, isParsed: true }
}
