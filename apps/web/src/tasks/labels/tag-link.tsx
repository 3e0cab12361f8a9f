import { clsx } from 'clsx'
import { Link } from 'wouter'
import { tasks as words } from '../../english/tasks.ts'
import { tagColour } from './tag-colour.ts'

/** The list of all tasks with a tag. */
export const allWithTag = (tag: string) => `/all?${new URLSearchParams({ tag })}`

interface TagLinkProps {
  tag: string
  href: string
  className?: string
}

/** A tag that leads to the tasks which have it. A finger may also land above and below it. */
export function TagLink({ tag, href, className }: TagLinkProps) {
  return (
    <Link
      href={href}
      title={words.withTag(tag)}
      draggable={false}
      className={clsx(
        'relative inline-flex min-w-0 text-soft text-xs leading-6 hover:text-ink hover:underline pointer-coarse:before:absolute pointer-coarse:before:inset-x-0 pointer-coarse:before:-inset-y-2.5',
        className,
      )}
    >
      <span {...tagColour(tag)} className="tag-tint max-w-40 truncate rounded-full px-2">
        #{tag}
      </span>
    </Link>
  )
}
