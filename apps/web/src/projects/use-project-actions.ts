import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { newId } from '../api/new-id.ts'
import { problemOf } from '../api/problem.ts'
import { type Project, useTRPCClient } from '../api/trpc.ts'
import { useAttempt } from '../api/use-attempt.ts'
import { explain } from '../english/problem.ts'
import { projects as words } from '../english/task/projects.ts'
import { rescueLine } from '../quick-add/rescue-line.ts'
import { refetchProjects } from '../sync/cache.ts'
import { useSync } from '../sync/use-sync.tsx'
import { toast } from '../ui/toast/toasts.ts'
import { byName, PROJECTS_KEY } from './use-projects.ts'

/** Messages for errors of the server by status. */
export const ABOUT = { 404: words.goneElsewhere, 409: words.taken, 412: words.changedElsewhere }

export type ProjectFields = Pick<Project, 'name' | 'description' | 'color'>

const withKey = (idempotencyKey: string) => ({ context: { idempotencyKey } })

/** Changes a project, if it still has a version, or adds one. */
export function useSaveProject(id: string | undefined, onSaved: (project: Project) => void) {
  const client = useTRPCClient()
  const queries = useQueryClient()
  const attempt = useAttempt()
  return useMutation({
    mutationFn: ({ ifVersion, ...fields }: ProjectFields & { ifVersion?: number }) => {
      const options = attempt.options({ ...fields, ifVersion })
      return id === undefined
        ? client.project.create.mutate(fields, options)
        : client.project.update.mutate({ id, ...fields, ifVersion }, options)
    },
    onSuccess: (project) => {
      cacheProject(queries, project.id, project)
      onSaved(project)
    },
    onError: (error) => {
      if (problemOf(error)) attempt.forget()
      // What was changed elsewhere shows, so that saving again is a decision.
      void refetchProjects(queries)
    },
  })
}

/** Archives projects and takes them out of the archive. */
export function useProjectActions() {
  const client = useTRPCClient()
  const queries = useQueryClient()
  const { mutate, isPending } = useMutation({
    mutationFn: ({ id, archived }: Pick<Project, 'id' | 'archived'>) =>
      client.project.update.mutate({ id, archived }, withKey(newId())),
    onSuccess: (project) => {
      cacheProject(queries, project.id, project)
      toast({ message: project.archived ? words.archived(project.name) : words.unarchived(project.name) })
    },
    onError: (error) => {
      toast({ tone: 'bad', message: explain(problemOf(error), ABOUT) })
      void refetchProjects(queries)
    },
  })
  return { setArchived: ({ id }: Project, archived: boolean) => mutate({ id, archived }), isBusy: isPending }
}

/** Deletes a project. The tasks that lose it arrive as live changes. */
export function useDeleteProject({ id, name }: Project, onDeleted: () => void) {
  const client = useTRPCClient()
  const queries = useQueryClient()
  const { drafts } = useSync()
  return useMutation({
    mutationFn: () => client.project.delete.mutate({ id }, withKey(newId())),
    onSuccess: () => {
      rescueLine(drafts, id)
      onDeleted()
      toast({ message: words.deleted(name) })
      cacheProject(queries, id, undefined)
    },
  })
}

/** Puts the server's state of a project into the loaded ones, or takes it out. */
function cacheProject(queries: QueryClient, id: string, project: Project | undefined): void {
  queries.setQueryData<Project[]>(PROJECTS_KEY, (all) => {
    const others = all?.filter((one) => one.id !== id)
    return project && others ? [...others, project].toSorted(byName) : others
  })
  // One that was under way may lack the change.
  void queries.invalidateQueries({ queryKey: PROJECTS_KEY })
}
