import { tagColour } from './tag-colour.ts'

export function TagChip({ tag }: { tag: string }) {
  return (
    <span
      {...tagColour(tag)}
      className="tag-tint inline-block max-w-40 truncate rounded-full px-2 py-0.5 text-soft text-xs"
    >
      #{tag}
    </span>
  )
}
