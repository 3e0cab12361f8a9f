export function TagChip({ tag }: { tag: string }) {
  return (
    <span className="inline-block max-w-40 truncate rounded-full bg-sunken px-2 py-0.5 text-soft text-xs">
      #{tag}
    </span>
  )
}
