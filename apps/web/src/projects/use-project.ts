import { createContext, use } from 'react'
import type { Project } from '../api/trpc.ts'

/** The user's projects by id. Asked for once, because hundreds of rows and cards name theirs. */
export const ProjectsById = createContext<ReadonlyMap<string, Project> | undefined>(undefined)

/** The project of a task. Undefined without one, or until it is known. */
export function useProject(id: string | null): Project | undefined {
  const byId = use(ProjectsById)
  return id === null ? undefined : byId?.get(id)
}
