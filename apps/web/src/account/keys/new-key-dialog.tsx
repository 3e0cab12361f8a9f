import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../../api/trpc.ts'
import { account } from '../../english/account.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog/dialog.tsx'
import { Secret } from '../secret.tsx'
import { NewKeyForm } from './new-key-form.tsx'

const words = account.keys

/** Makes a key, and shows it: the one time that it is shown. */
export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const {
    mutate,
    isPending,
    error,
    data: made,
  } = useMutation(
    trpc.apiKey.create.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.apiKey.list.queryKey() }),
    }),
  )
  const [isCopied, setCopied] = useState(false)
  const [isWarned, setWarned] = useState(false)
  const close = () => {
    // Its key is on the way, and will be there once.
    if (isPending) return
    // One click beside the dialog must not lose what nobody can show again.
    if (made && !isCopied && !isWarned) setWarned(true)
    else onClose()
  }
  return (
    <Dialog isOpen onClose={close} title={made ? words.created(made.name) : words.create}>
      {made ? (
        <div className="grid gap-4">
          <p className="rounded-lg bg-warn-tint px-3 py-2 text-sm text-warn">{words.once}</p>
          <Secret label={words.key} value={made.key} onCopied={() => setCopied(true)} />
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
