import { Link } from 'wouter'
import { tasks as words } from '../../english/tasks.ts'
import { tagColour } from './tag-colour.ts'

/** The list of all tasks with a tag. */
export const allWithTag = (tag: string) => `/all?${new URLSearchParams({ tag })}`

/** A tag that leads to the tasks which have it. */
export function TagLink({ tag, href }: { tag: string; href: string }) {
  return (
    <Link
      href={href}
      title={words.withTag(tag)}
      draggable={false}
      {...tagColour(tag)}
      className="tag-tint relative inline-block max-w-40 truncate rounded-full px-2 text-soft text-xs leading-6 hover:text-ink hover:underline"
    >
      #{tag}
    </Link>
  )
}
