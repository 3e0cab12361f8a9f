import { useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { Plus } from 'lucide-react'
import { type KeyboardEvent, type Ref, useId, useState } from 'react'
import { useTRPC } from '../../../api/trpc.ts'
import { taskDetails as words } from '../../../english/task/details.ts'
import { tagColour } from '../../labels/tag-colour.ts'
import { type TagOption, tagOptions } from './tag-options.ts'

interface TagInputProps {
  text: string
  /** The tags that the task has. */
  taken: readonly string[]
  /** The element that says what is wrong with the text. */
  problemId: string | undefined
  inputRef: Ref<HTMLInputElement>
  onType: (text: string) => void
  onAdd: (text: string) => void
  onLeave: () => void
  /** Called on Backspace where there is no text. */
  onBackspace: () => void
}

/** A combobox that completes what is typed from the tags in use. */
export function TagInput(props: TagInputProps) {
  const { text, taken, problemId, inputRef, onType, onAdd, onLeave, onBackspace } = props
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  /** The option that Enter chooses. */
  const [current, setCurrent] = useState(-1)
  const { data } = useQuery(useTRPC().task.tags.queryOptions())
  const used = data?.data.map(({ tag }) => tag) ?? []
  const options = isOpen && problemId === undefined ? tagOptions(text, used, taken) : []
  const isShown = options.length > 0
  const active = options[current]

  const close = () => {
    setOpen(false)
    setCurrent(-1)
  }
  const add = (added: string) => {
    close()
    onAdd(added)
  }
  const step = (by: 1 | -1) => {
    if (!isShown) return setOpen(true)
    // Past either end is the text itself.
    const count = options.length + 1
    setCurrent(((current + 1 + by + count) % count) - 1)
  }
  const keys: Record<string, (event: KeyboardEvent) => void> = {
    ArrowDown: (event) => {
      event.preventDefault()
      step(1)
    },
    ArrowUp: (event) => {
      event.preventDefault()
      step(-1)
    },
    Enter: (event) => {
      event.preventDefault()
      add(active?.tag ?? text)
    },
    Escape: (event) => {
      if (!isShown) return
      // The panel stays open.
      event.stopPropagation()
      close()
    },
    Backspace: () => {
      if (text === '') onBackspace()
    },
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.nativeEvent.isComposing) keys[event.key]?.(event)
  }
  return (
    <div className="relative">
      <div className="relative flex items-center">
        <Plus size={14} aria-hidden className="pointer-events-none absolute left-2 text-soft" />
        <input
          ref={inputRef}
          role="combobox"
          aria-label={words.tags}
          aria-autocomplete="list"
          aria-expanded={isShown}
          aria-controls={isShown ? `${id}-list` : undefined}
          aria-activedescendant={active && `${id}-${current}`}
          aria-invalid={problemId === undefined ? undefined : true}
          aria-describedby={problemId}
          autoComplete="off"
          autoCapitalize="none"
          enterKeyHint="done"
          placeholder={words.addTag}
          value={text}
          onClick={() => setOpen(true)}
          onChange={({ target: { value } }) => {
            setCurrent(-1)
            setOpen(true)
            if (value.endsWith(',')) add(value)
            else onType(value)
          }}
          onBlur={() => {
            close()
            onLeave()
          }}
          onKeyDown={onKeyDown}
          className="in-place h-8 w-full pr-2 pl-7 text-sm pointer-coarse:h-10 pointer-coarse:text-base"
        />
      </div>
      {isShown && (
        <ul
          id={`${id}-list`}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the list of a combobox
          role="listbox"
          aria-label={words.suggestions}
          className="absolute top-full right-0 left-0 z-20 mt-1 max-h-69 min-w-48 animate-appear overflow-y-auto rounded-xl border border-line bg-raised p-1 shadow-raised"
        >
          {options.map((option, i) => (
            <Option
              key={option.tag}
              id={`${id}-${i}`}
              option={option}
              isCurrent={i === current}
              onChoose={() => add(option.tag)}
            />
          ))}
        </ul>
      )}
    </div>
  )
}

interface OptionProps {
  id: string
  option: TagOption
  isCurrent: boolean
  onChoose: () => void
}

function Option({ id, option: { tag, isNew }, isCurrent, onChoose }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the focus and the keys
    <li
      id={id}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: an option of the list
      role="option"
      tabIndex={-1}
      aria-selected={isCurrent}
      // Keeps the focus in the input.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className={clsx(
        'flex min-h-9 cursor-pointer items-center gap-2 rounded-lg px-2.5 text-sm hover:bg-hover pointer-coarse:min-h-11',
        isCurrent && 'bg-accent-tint',
      )}
    >
      {isNew ? (
        <span className="wrap-anywhere">{words.newTag(tag)}</span>
      ) : (
        <span {...tagColour(tag)} className="tag-tint max-w-full truncate rounded-full px-2 leading-6">
          #{tag}
        </span>
      )}
    </li>
  )
}
