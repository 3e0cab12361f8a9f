import { useLocation } from 'wouter'
import { projects as words } from '../english/projects.ts'
import { useSync } from '../sync/use-sync.tsx'
import { Dialog } from '../ui/dialog/dialog.tsx'
import { toast } from '../ui/toast/toasts.ts'
import { ProjectForm, projectDraftName } from './project-form.tsx'
import { useSaveProject } from './use-project-actions.ts'

/** Adds a project and opens its page. */
export default function NewProjectDialog({ onClose }: { onClose: () => void }) {
  const [, go] = useLocation()
  const { drafts } = useSync()
  const { mutate, isPending, error } = useSaveProject(undefined, ({ id, name }) => {
    drafts.drop(projectDraftName())
    toast({ message: words.created(name) })
    onClose()
    go(`/projects/${id}`)
  })
  return (
    <Dialog isOpen onClose={onClose} title={words.create}>
      <ProjectForm isBusy={isPending} error={error} onSubmit={mutate} onCancel={onClose} />
    </Dialog>
  )
}
