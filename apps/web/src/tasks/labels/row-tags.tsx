import { foldCase } from '@tandem/client/quick-add'
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

/** The tags of a row. Where there is little room, the one that only repeats the name of the project is left out. */
export function RowTags({ task: { tags, projectId }, hrefOfTag }: RowTagsProps) {
  const isRepeated = isNameOf(useProject(projectId))
  const telling = tags.filter((tag) => !isRepeated(tag))
  const more = telling.length - MAX_TAGS
  return (
    <>
      {tags.map((tag) => (
        <TagLink
          key={tag}
          tag={tag}
          href={hrefOfTag(tag)}
          {...((isRepeated(tag) || telling.indexOf(tag) >= MAX_TAGS) && {
            className: 'max-sm:hidden compact:hidden',
          })}
        />
      ))}
      {more > 0 && <span className="text-soft text-xs sm:hidden compact:inline">{words.moreTags(more)}</span>}
    </>
  )
}

/** Whether a tag is the name of a project, whatever the case. */
export function isNameOf(project: { name: string } | undefined): (tag: string) => boolean {
  const name = project && foldCase(project.name)
  return (tag) => foldCase(tag) === name
}
