import { clsx } from 'clsx'
import { Check } from 'lucide-react'
import { useId } from 'react'
import { INITIAL_FOCUS } from '../../ui/dialog/initial-focus.ts'
import { tagColour } from '../labels/tag-colour.ts'
import type { FilterGroup, FilterOption } from './filter-groups.tsx'

interface OptionGroupProps {
  group: FilterGroup
  /** Whether it is alone, so that its name is the title and it has the focus first. */
  isAlone: boolean
  /** The option that Enter chooses. */
  current: FilterOption | undefined
}

/** The options of a filter: radio buttons where one is chosen always, and else checkboxes. */
export function OptionGroup({ group, isAlone, current }: OptionGroupProps) {
  const { label, isSingle, options } = group
  const name = useId()
  const first = options.find(({ isChosen }) => isChosen) ?? options[0]
  return (
    <fieldset className="min-w-0">
      <legend className={clsx(isAlone ? 'sr-only' : 'mb-1.5 font-medium text-soft text-xs')}>{label}</legend>
      <div className="flex flex-wrap gap-1.5 pointer-coarse:gap-2">
        {options.map((option) => (
          <Option
            key={option.key}
            type={isSingle ? 'radio' : 'checkbox'}
            name={name}
            option={option}
            isTag={group.name === 'tag'}
            isCurrent={option.key === current?.key && options.includes(current)}
            isFirst={isAlone && option === first}
          />
        ))}
      </div>
    </fieldset>
  )
}

interface OptionProps {
  type: 'radio' | 'checkbox'
  name: string
  option: FilterOption
  isTag: boolean
  isCurrent: boolean
  isFirst: boolean
}

function Option({ type, name, option, isTag, isCurrent, isFirst }: OptionProps) {
  const { label, mark, isChosen, onChoose } = option
  return (
    <label
      {...(isTag && tagColour(label.slice(1)))}
      className={clsx(
        // The input is hidden in it, and the panel would scroll to one that is elsewhere.
        'relative inline-flex min-h-8 min-w-0 max-w-full cursor-pointer select-none items-center gap-1.5 rounded-lg border px-2.5 text-sm pointer-coarse:min-h-11 pointer-coarse:px-3',
        'outline-accent outline-offset-1 has-[:focus-visible]:outline-2',
        isTag && 'tag-tint',
        isChosen
          ? 'border-accent'
          : isTag
            ? 'border-transparent hover:border-strong-line'
            : 'border-strong-line/40',
        !isTag && (isChosen ? 'bg-accent-tint' : 'hover:bg-hover'),
        isCurrent && 'ring-2 ring-accent',
      )}
    >
      <input
        type={type}
        name={name}
        checked={isChosen}
        onChange={onChoose}
        className="sr-only"
        {...(isFirst && INITIAL_FOCUS)}
      />
      {type === 'checkbox' && isChosen ? (
        <Check size={14} aria-hidden className="shrink-0 text-accent" />
      ) : (
        mark
      )}
      <span className="truncate">{label}</span>
    </label>
  )
}
