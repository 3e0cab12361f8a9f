import { useMutation } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { type Me, useTRPCClient } from '../api/trpc.ts'
import { account } from '../english/account/account.ts'
import { signOut } from '../session/leave.ts'
import { clearSession } from '../session/session.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog/confirm-dialog.tsx'
import { formErrors } from '../ui/form/form-errors.ts'
import { Section } from './section.tsx'

const words = account.remove

export function DeleteSection({ me }: { me: Me }) {
  const client = useTRPCClient()
  const [, go] = useLocation()
  const [isConfirming, setConfirming] = useState(false)
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () => {
      await client.user.delete.mutate()
      go('/')
      // Removes the session cookie too. Otherwise a reload would try to resume the deleted session.
      await signOut().catch(() => clearSession(false))
    },
  })
  return (
    <Section id="delete" title={words.title} text={words.text}>
      <Button variant="danger" icon={Trash2} onClick={() => setConfirming(true)}>
        {words.action}
      </Button>
      {isConfirming && (
        <ConfirmDialog
          title={words.dialogTitle}
          text={words.dialogText}
          action={words.confirm}
          typed={{ label: words.typed(me.email), expected: me.email }}
          isBusy={isPending}
          error={formErrors(error, [], { 409: words.lastAdmin }).rest}
          onConfirm={() => mutate()}
          onClose={() => setConfirming(false)}
        />
      )}
    </Section>
  )
}
