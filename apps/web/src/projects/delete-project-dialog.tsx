import { problemOf } from '../api/problem.ts'
import type { Project } from '../api/trpc.ts'
import { explain } from '../english/problem.ts'
import { projects as words } from '../english/projects.ts'
import { ConfirmDialog } from '../ui/dialog/confirm-dialog.tsx'
import { ABOUT, useDeleteProject } from './use-project-actions.ts'
import { useTaskCounts } from './use-projects.ts'

interface DeleteProjectDialogProps {
  project: Project
  onClose: () => void
  onDeleted: () => void
}

/** Asks before a project is deleted, and says what becomes of its tasks. */
export function DeleteProjectDialog({ project, onClose, onDeleted }: DeleteProjectDialogProps) {
  const counts = useTaskCounts()
  const { mutate, isPending, error } = useDeleteProject(project, () => {
    onClose()
    onDeleted()
  })
  return (
    <ConfirmDialog
      title={words.deleteTitle(project.name)}
      text={words.deleteText(counts && (counts.get(project.id)?.total ?? 0))}
      action={words.deleteNow}
      isBusy={isPending}
      error={error ? explain(problemOf(error), ABOUT) : undefined}
      onConfirm={() => mutate()}
      onClose={onClose}
    />
  )
}
