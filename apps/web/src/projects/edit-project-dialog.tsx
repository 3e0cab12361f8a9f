import { useState } from 'react'
import type { Project } from '../api/trpc.ts'
import { projects as words } from '../english/projects.ts'
import { useSync } from '../sync/use-sync.tsx'
import { Dialog } from '../ui/dialog/dialog.tsx'
import { toast } from '../ui/toast/toasts.ts'
import { ProjectForm, projectDraftName } from './project-form.tsx'
import { type ProjectFields, useSaveProject } from './use-project-actions.ts'

/** Changes a project as it was when the form opened. After a conflict, saving again puts it over the newer one. */
export function EditProjectDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const { id, version } = project
  const { drafts } = useSync()
  const [seen, setSeen] = useState(version)
  const { mutate, isPending, error } = useSaveProject(id, () => {
    drafts.drop(projectDraftName(id))
    toast({ message: words.saved })
    onClose()
  })
  const submit = (fields: ProjectFields) => {
    mutate({ ...fields, ifVersion: error ? version : seen })
    setSeen(version)
  }
  return (
    <Dialog isOpen onClose={onClose} title={words.editTitle}>
      <ProjectForm project={project} isBusy={isPending} error={error} onSubmit={submit} onCancel={onClose} />
    </Dialog>
  )
}
