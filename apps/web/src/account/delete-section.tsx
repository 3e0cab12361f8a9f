import { useMutation } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useTRPCClient } from '../api/trpc.ts'
import { account } from '../english/account.ts'
import { forget, signOut } from '../session/session.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog/confirm-dialog.tsx'
import { wrongWith } from './form-errors.ts'
import type { Me } from './profile-section.tsx'
import { Section } from './section.tsx'

const words = account.remove

export function RemoveSection({ me }: { me: Me }) {
  const client = useTRPCClient()
  const [, go] = useLocation()
  const [isAsked, setAsked] = useState(false)
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () => {
      await client.user.delete.mutate()
      go('/')
      // The cookie goes too; without it the page would ask for a session that is no more.
      await signOut().catch(() => forget(false))
    },
  })
  return (
    <Section id="delete" title={words.title} text={words.text}>
      <Button variant="danger" icon={Trash2} onClick={() => setAsked(true)}>
        {words.action}
      </Button>
      {isAsked && (
        <ConfirmDialog
          title={words.dialogTitle}
          text={words.dialogText}
          action={words.confirm}
          typed={{ label: words.typed(me.email), expected: me.email }}
          isBusy={isPending}
          error={wrongWith(error, [], { 409: words.lastAdmin }).rest}
          onConfirm={() => mutate()}
          onClose={() => setAsked(false)}
        />
      )}
    </Section>
  )
}
