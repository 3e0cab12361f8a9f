import { taskDetails as detailWords } from '../../english/task-details.ts'
import { tasks as words } from '../../english/tasks.ts'
import { useObservable } from '../../observable.ts'
import { useSync } from '../../sync/use-sync.tsx'
import { Button } from '../../ui/button.tsx'
import { fieldDraftName } from '../use-task-field.ts'

/** What was typed into the fields of a task that is no longer there, to copy it. */
export function TypedText({ id }: { id: string }) {
  const { drafts } = useSync()
  const text = useObservable({
    get: () =>
      drafts
        .namesLike(fieldDraftName(id))
        .map((name) => drafts.get(name)?.text)
        .join('\n\n'),
    subscribe: drafts.subscribe,
  })
  if (text === '') return null
  const discard = () => {
    for (const name of drafts.namesLike(fieldDraftName(id))) drafts.drop(name)
  }
  return (
    <div className="mt-4 grid gap-2">
      <label className="grid gap-1.5 font-medium text-sm">
        {detailWords.typed}
        <textarea readOnly rows={6} value={text} className="field font-normal" />
      </label>
      <Button onClick={discard} className="justify-self-end">
        {words.discard}
      </Button>
    </div>
  )
}
