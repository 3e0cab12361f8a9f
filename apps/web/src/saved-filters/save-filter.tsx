import { Bookmark } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { common } from '../english/common.ts'
import { savedFilters as words } from '../english/task/saved-filters.ts'
import { useSync } from '../sync/use-sync.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog/dialog.tsx'
import { DraftField } from '../ui/form/draft-field.tsx'
import { saveFilter } from './change-filters.ts'
import { useSavedFilters } from './saved-filters.ts'

/** The longest name. The sidebar shows less of it. */
const MAX_NAME = 50

const NAME_DRAFT = 'saved-filter.name'

/** Gives the filters of the list a name, under which the sidebar keeps them. `search`: as in the URL. */
export function SaveFilter({ search }: { search: string }) {
  const { userId, filters } = useSavedFilters()
  const { drafts } = useSync()
  const [isOpen, setOpen] = useState(false)
  if (filters.some((one) => one.search === search)) return null
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name')).trim()
    if (name === '') return
    saveFilter(userId, { name, search })
    drafts.drop(NAME_DRAFT)
    setOpen(false)
  }
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="inline-flex min-h-8 items-center gap-1 rounded-lg px-2 text-soft text-sm hover:bg-hover hover:text-ink pointer-coarse:min-h-11"
      >
        <Bookmark size={15} aria-hidden />
        {words.save}
      </button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={words.save}>
        <form onSubmit={submit} className="grid gap-4">
          <DraftField
            draft={NAME_DRAFT}
            label={words.name}
            name="name"
            hint={words.note}
            required
            autoFocus
            maxLength={MAX_NAME}
          />
          <Button type="submit" variant="primary" className="justify-self-end">
            {common.save}
          </Button>
        </form>
      </Dialog>
    </>
  )
}
