import { useQueryClient } from '@tanstack/react-query'
import { Archive, ArchiveRestore, Ellipsis, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Project } from '../api/trpc.ts'
import { taskList } from '../english/task/list.ts'
import { projects as words } from '../english/task/projects.ts'
import { rescueLine } from '../quick-add/rescue-line.ts'
import { draftName } from '../quick-add/use-quick-add.ts'
import { Loading } from '../shell/placeholders/loading.tsx'
import { LoadingOrError } from '../shell/placeholders/loading-or-error.tsx'
import { MessagePage } from '../shell/placeholders/message-page.tsx'
import { refetchProjects } from '../sync/cache.ts'
import { useDraft, useSync } from '../sync/use-sync.tsx'
import { TaskView } from '../tasks/task-view.tsx'
import { Button } from '../ui/button.tsx'
import { Menu } from '../ui/menu/menu.tsx'
import { DeleteProjectDialog } from './delete-project-dialog.tsx'
import { EditProjectDialog } from './edit-project-dialog.tsx'
import { ProjectDot } from './project-label.tsx'
import { useProjectActions } from './use-project-actions.ts'
import { useProjects } from './use-projects.ts'

/** A project with its tasks. */
export default function ProjectPage({ id }: { id: string }) {
  const { projects, byId, error, refetch } = useProjects()
  const project = byId?.get(id)
  if (!projects) return <LoadingOrError error={error} onRetry={refetch} />
  if (!project) return <Gone id={id} />
  return <TaskView projectId={id} header={(total) => <Header project={project} total={total} />} />
}

/** Says that a project is not there, once the server was asked again: it may have been added on another device. */
function Gone({ id }: { id: string }) {
  const queries = useQueryClient()
  const { drafts } = useSync()
  const [isSure, setSure] = useState(false)
  useEffect(() => {
    void refetchProjects(queries).finally(() => setSure(true))
  }, [queries])
  // Also a line that is refused only now.
  const isTyped = useDraft(draftName(undefined, id)) !== undefined
  useEffect(() => {
    if (isTyped) rescueLine(drafts, id)
  }, [isTyped, drafts, id])
  if (!isSure) return <Loading />
  return (
    <MessagePage {...words.gone}>
      <Link href="/projects" className="font-medium text-accent underline">
        {words.title}
      </Link>
    </MessagePage>
  )
}

function Header({ project, total }: { project: Project; total: number | undefined }) {
  const { name, description, color, archived } = project
  const [open, setOpen] = useState<'edit' | 'delete'>()
  const [, go] = useLocation()
  const { setArchived, isBusy } = useProjectActions()
  const close = () => setOpen(undefined)
  return (
    <header className="grid gap-2">
      <div className="flex items-start gap-3">
        <ProjectDot color={color} className="mt-2.5 size-3.5" />
        {/* On a phone the number comes below the name, which has all the room then. */}
        <div className="flex min-w-0 grow flex-wrap items-baseline gap-x-3 sm:flex-nowrap">
          <h1 className="min-w-0 break-words font-semibold text-2xl tracking-tight">{name}</h1>
          {total !== undefined && <p className="shrink-0 text-soft text-sm">{taskList.count(total)}</p>}
        </div>
        <Button onClick={() => setOpen('edit')}>{words.edit}</Button>
        <Menu
          label={words.actions(name)}
          aria-label={words.actions(name)}
          align="end"
          items={[
            {
              label: archived ? words.unarchive : words.archive,
              icon: archived ? ArchiveRestore : Archive,
              onSelect: () => setArchived(project, !archived),
            },
            'separator',
            { label: words.delete, icon: Trash2, danger: true, onSelect: () => setOpen('delete') },
          ]}
          className="grid size-9 shrink-0 place-items-center rounded-lg text-soft hover:bg-hover hover:text-ink"
        >
          <Ellipsis size={18} aria-hidden />
        </Menu>
      </div>
      {description !== null && (
        <p className="max-w-prose whitespace-pre-wrap break-words text-soft">{description}</p>
      )}
      {archived && (
        <p className="flex flex-wrap items-center gap-2 rounded-lg bg-sunken py-1 pr-1 pl-3 text-sm">
          <span className="grow">{words.isArchived}</span>
          <Button disabled={isBusy} onClick={() => setArchived(project, false)}>
            {words.unarchive}
          </Button>
        </p>
      )}
      {open === 'edit' && <EditProjectDialog project={project} onClose={close} />}
      {open === 'delete' && (
        <DeleteProjectDialog
          project={project}
          onClose={close}
          onDeleted={() => go('/projects', { replace: true })}
        />
      )}
    </header>
  )
}
