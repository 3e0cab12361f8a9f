import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleOff, CirclePlay, ShieldCheck, ShieldOff, Trash2, UserRound } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useLocation } from 'wouter'
import { problemOf } from '../api/problem.ts'
import { useTRPC } from '../api/trpc.ts'
import { admin as words } from '../english/admin.ts'
import { explain } from '../english/problem.ts'
import { ConfirmDialog } from '../ui/dialog/confirm-dialog.tsx'
import type { MenuItem } from '../ui/menu/menu-items.ts'
import { toast } from '../ui/toast/toasts.ts'
import type { User } from './user-parts.tsx'

type Change = Partial<Pick<User, 'role' | 'isActive'>>

interface UserActions {
  items: MenuItem[]
  /** Why the server refused the last of them. */
  trouble: ReactNode
  /** What is asked before it is done. */
  dialog: ReactNode
}

/** What can be done to a user. What hits oneself is asked about first: it ends the session. */
export function useUserActions(user: User, isMe: boolean): UserActions {
  const [, go] = useLocation()
  const change = useChange(user)
  const [asked, setAsked] = useState<Change | 'delete'>()
  const close = () => setAsked(undefined)
  const wish = (wished: Change) => (isMe ? setAsked(wished) : change.mutate({ userId: user.id, ...wished }))
  const { isActive } = user
  const isAdmin = user.role === 'admin'
  const items: MenuItem[] = [
    isAdmin
      ? { label: words.makeUser, icon: ShieldOff, onSelect: () => wish({ role: 'user' }) }
      : { label: words.makeAdmin, icon: ShieldCheck, onSelect: () => wish({ role: 'admin' }) },
    isActive
      ? { label: words.deactivate, icon: CircleOff, onSelect: () => wish({ isActive: false }) }
      : { label: words.activate, icon: CirclePlay, onSelect: () => wish({ isActive: true }) },
    'separator',
    isMe
      ? { label: words.toAccount, icon: UserRound, onSelect: () => go('/account') }
      : { label: words.delete, icon: Trash2, danger: true, onSelect: () => setAsked('delete') },
  ]
  const error = change.error ? explain(problemOf(change.error), words.refused) : undefined
  const trouble = error && asked === undefined && (
    <p role="alert" className="mt-1 text-pretty text-bad text-sm">
      {error}
    </p>
  )
  const dialog =
    asked === 'delete' ? (
      <DeleteDialog user={user} onClose={close} />
    ) : asked ? (
      <ConfirmDialog
        title={words.own.title}
        text={asked.role ? words.own.demote : words.own.deactivate}
        action={asked.role ? words.makeUser : words.deactivate}
        isBusy={change.isPending}
        error={error}
        onConfirm={() => change.mutate({ userId: user.id, ...asked }, { onSuccess: close })}
        onClose={close}
      />
    ) : null
  return { items, trouble, dialog }
}

function useChange({ name }: User) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  return useMutation(
    trpc.admin.changeUser.mutationOptions({
      onSuccess: ({ role, isActive }, changed) => {
        const told = changed.role
          ? words.did[role](name)
          : words.did[isActive ? 'activated' : 'deactivated'](name)
        toast({ message: told })
      },
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.admin.pathKey() }),
    }),
  )
}

function DeleteDialog({ user: { id, name, email }, onClose }: { user: User; onClose: () => void }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const { mutate, isPending, error } = useMutation(
    trpc.admin.deleteUser.mutationOptions({
      onSuccess: () => {
        toast({ message: words.did.deleted(name) })
        onClose()
      },
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.admin.pathKey() }),
    }),
  )
  return (
    <ConfirmDialog
      title={words.remove.title(name)}
      text={words.remove.text}
      action={words.remove.confirm}
      typed={{ label: words.remove.typed(email), expected: email }}
      isBusy={isPending}
      error={error ? explain(problemOf(error), words.refused) : undefined}
      onConfirm={() => mutate({ userId: id })}
      onClose={onClose}
    />
  )
}
