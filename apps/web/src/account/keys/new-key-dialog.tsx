import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../../api/trpc.ts'
import { account } from '../../english/account/account.ts'
import { useSync } from '../../sync/use-sync.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog/dialog.tsx'
import { Secret } from '../secret.tsx'
import { KEY_NAME_DRAFT, NewKeyForm } from './new-key-form.tsx'

const words = account.keys

/** Creates a key and shows it this once. */
export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const { drafts } = useSync()
  const {
    mutate,
    isPending,
    error,
    data: created,
  } = useMutation(
    trpc.apiKey.create.mutationOptions({
      onSuccess: () => {
        drafts.drop(KEY_NAME_DRAFT)
        return queries.invalidateQueries({ queryKey: trpc.apiKey.list.queryKey() })
      },
    }),
  )
  const [isCopied, setCopied] = useState(false)
  const [isWarned, setWarned] = useState(false)
  const close = () => {
    // The key is about to arrive, and shows only here.
    if (isPending) return
    // An accidental click beside the dialog must not lose the key.
    if (created && !isCopied && !isWarned) setWarned(true)
    else onClose()
  }
  return (
    <Dialog isOpen onClose={close} title={created ? words.created(created.name) : words.create}>
      {created ? (
        <div className="grid gap-4">
          <p className="rounded-lg bg-warn-tint px-3 py-2 text-sm text-warn">{words.once}</p>
          <Secret label={words.key} value={created.key} onCopied={() => setCopied(true)} />
          {isWarned && !isCopied && (
            <p role="alert" className="text-sm text-warn">
              {words.notCopied}
            </p>
          )}
          <Button onClick={close} className="justify-self-end">
            {words.done}
          </Button>
        </div>
      ) : (
        <NewKeyForm isBusy={isPending} error={error} onSubmit={mutate} onCancel={close} />
      )}
    </Dialog>
  )
}
