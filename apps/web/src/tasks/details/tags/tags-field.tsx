import { useId, useRef } from 'react'
import type { Task } from '../../../api/trpc.ts'
import { changeLabel } from '../../../english/sync.ts'
import { useSync } from '../../../sync/use-sync.tsx'
import { afterPress } from '../../../ui/after-press.ts'
import { FieldProblem } from '../../field-problem.tsx'
import { useTaskField } from '../../use-task-field.ts'
import { EditableTag } from './editable-tag.tsx'
import { readAddedTags } from './read-tags.ts'
import { TagInput } from './tag-input.tsx'

/** The tags of a task, with an input that adds others. Enter and a comma add what is typed, and so does leaving it. */
export function TagsField({ task }: { task: Task }) {
  const id = useId()
  const { tags } = task
  const { run } = useSync()
  const list = useRef<HTMLUListElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const field = useTaskField({
    task,
    field: 'tags',
    saved: '',
    read: (text) => readAddedTags(text, tags),
  })
  const hasProblem = field.problem !== undefined

  const add = (text: string) => {
    const isNothing = readAddedTags(text, tags) === undefined
    // The draft is of what is on its way.
    if (isNothing && field.isSent) return
    field.change(isNothing ? '' : text)
    field.leave()
  }
  const remove = (tag: string) => {
    const left = tags.filter((one) => one !== tag)
    run([{ kind: 'update', id: task.id, patch: { tags: left } }], changeLabel.edited)
  }
  const removeByButton = (tag: string) => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const at = tags.indexOf(tag)
    // The one that was pressed is about to go.
    const next = buttons[at + 1] ?? buttons[at - 1] ?? input.current
    next?.focus()
    remove(tag)
  }
  return (
    <div className="grid grid-cols-1 gap-1.5">
      <ul ref={list} className="flex flex-wrap items-center gap-1.5">
        {tags.map((tag) => (
          <li key={tag} className="min-w-0">
            <EditableTag tag={tag} onRemove={() => removeByButton(tag)} />
          </li>
        ))}
        <li className="min-w-28 grow basis-28">
          <TagInput
            inputRef={input}
            // What is on its way to the server is among the tags already.
            text={field.isSent ? '' : field.text}
            taken={tags}
            problemId={hasProblem ? `${id}-error` : undefined}
            onType={field.change}
            onAdd={add}
            onLeave={() => afterPress(field.leave)}
            onBackspace={() => {
              const last = tags.at(-1)
              if (last !== undefined) remove(last)
            }}
          />
        </li>
      </ul>
      <div id={`${id}-error`} role="alert" className="text-bad text-sm empty:hidden">
        <FieldProblem field={field} />
      </div>
    </div>
  )
}
