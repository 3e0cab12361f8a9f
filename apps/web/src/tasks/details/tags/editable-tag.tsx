import { X } from 'lucide-react'
import { taskDetails as words } from '../../../english/task/details.ts'
import { tagColour } from '../../labels/tag-colour.ts'

/** A tag with a button that removes it. */
export function EditableTag({ tag, onRemove }: { tag: string; onRemove: () => void }) {
  return (
    <span
      {...tagColour(tag)}
      className="tag-tint inline-flex max-w-full items-center rounded-full pl-2.5 text-sm leading-7 pointer-coarse:leading-9"
    >
      <span className="truncate">#{tag}</span>
      <button
        type="button"
        aria-label={words.removeTag(tag)}
        onClick={onRemove}
        className="grid size-7 shrink-0 place-items-center rounded-full text-soft hover:text-ink pointer-coarse:size-9"
      >
        <X size={13} aria-hidden />
      </button>
    </span>
  )
}
