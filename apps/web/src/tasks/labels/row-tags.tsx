import { foldCase } from '@tandem/client/quick-add'
import { clsx } from 'clsx'
import type { Task } from '../../api/trpc.ts'
import { tasks as words } from '../../english/tasks.ts'
import { useProject } from '../../projects/use-project.ts'
import { TagLink } from './tag-link.tsx'

/** The most tags in a row with little room: a compact one, or one on a phone. */
const MAX_TAGS = 2

interface RowTagsProps {
  task: Pick<Task, 'tags' | 'projectId'>
  hrefOfTag: (tag: string) => string
}

/** The tags of a row. A phone leaves out the one that only repeats the name of the project. */
export function RowTags({ task: { tags, projectId }, hrefOfTag }: RowTagsProps) {
  const isRepeated = isNameOf(useProject(projectId))
  const telling = tags.filter((tag) => !isRepeated(tag))
  return (
    <>
      {tags.map((tag, i) => (
        <TagLink
          key={tag}
          tag={tag}
          href={hrefOfTag(tag)}
          className={clsx(
            i >= MAX_TAGS && 'compact:hidden',
            (isRepeated(tag) || telling.indexOf(tag) >= MAX_TAGS) && 'max-sm:hidden',
          )}
        />
      ))}
      {telling.length === tags.length ? (
        <More count={tags.length - MAX_TAGS} className="sm:hidden compact:inline" />
      ) : (
        <>
          <More count={telling.length - MAX_TAGS} className="sm:hidden" />
          <More count={tags.length - MAX_TAGS} className="hidden compact:inline" />
        </>
      )}
    </>
  )
}

/** Whether a tag is the name of a project, whatever the case. */
export function isNameOf(project: { name: string } | undefined): (tag: string) => boolean {
  const name = project && foldCase(project.name)
  return (tag) => foldCase(tag) === name
}

function More({ count, className }: { count: number; className: string }) {
  return count > 0 && <span className={`text-soft text-xs ${className}`}>{words.moreTags(count)}</span>
}
