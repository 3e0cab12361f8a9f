import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleOff, CirclePlay, ShieldCheck, ShieldOff, Trash2, UserRound } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useLocation } from 'wouter'
import { problemOf } from '../api/problem.ts'
import { useTRPC } from '../api/trpc.ts'
import { admin as words } from '../english/account/admin.ts'
import { explain } from '../english/problem.ts'
import { ConfirmDialog } from '../ui/dialog/confirm-dialog.tsx'
import type { MenuItem } from '../ui/menu/menu-items.ts'
import { toast } from '../ui/toast/toasts.ts'
import type { User } from './user-parts.tsx'

type Change = Partial<Pick<User, 'role' | 'isActive'>>

interface UserActions {
  items: MenuItem[]
  /** The error of the last action. */
  error: ReactNode
  /** The confirmation that is open. */
  dialog: ReactNode
}

/** The menu of actions on a user. Actions on oneself need confirmation, because they end the session. */
export function useUserActions(user: User, isMe: boolean): UserActions {
  const [, go] = useLocation()
  const change = useChange(user)
  const [confirming, setConfirming] = useState<Change | 'delete'>()
  const close = () => setConfirming(undefined)
  const request = (requested: Change) =>
    isMe ? setConfirming(requested) : change.mutate({ userId: user.id, ...requested })
  const { isActive } = user
  const isAdmin = user.role === 'admin'
  const items: MenuItem[] = [
    isAdmin
      ? { label: words.makeUser, icon: ShieldOff, onSelect: () => request({ role: 'user' }) }
      : { label: words.makeAdmin, icon: ShieldCheck, onSelect: () => request({ role: 'admin' }) },
    isActive
      ? { label: words.deactivate, icon: CircleOff, onSelect: () => request({ isActive: false }) }
      : { label: words.activate, icon: CirclePlay, onSelect: () => request({ isActive: true }) },
    'separator',
    isMe
      ? { label: words.toAccount, icon: UserRound, onSelect: () => go('/account') }
      : { label: words.delete, icon: Trash2, danger: true, onSelect: () => setConfirming('delete') },
  ]
  const message = change.error ? explain(problemOf(change.error), words.errors) : undefined
  const error = message && confirming === undefined && (
    <p role="alert" className="mt-1 text-pretty text-bad text-sm">
      {message}
    </p>
  )
  const dialog =
    confirming === 'delete' ? (
      <DeleteDialog user={user} onClose={close} />
    ) : confirming ? (
      <ConfirmDialog
        title={words.own.title}
        text={confirming.role ? words.own.demote : words.own.deactivate}
        action={confirming.role ? words.makeUser : words.deactivate}
        isBusy={change.isPending}
        error={message}
        onConfirm={() => change.mutate({ userId: user.id, ...confirming }, { onSuccess: close })}
        onClose={close}
      />
    ) : null
  return { items, error, dialog }
}

function useChange({ name }: User) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  return useMutation(
    trpc.admin.changeUser.mutationOptions({
      onSuccess: ({ role, isActive }, changed) => {
        const message = changed.role
          ? words.did[role](name)
          : words.did[isActive ? 'activated' : 'deactivated'](name)
        toast({ message })
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
      error={error ? explain(problemOf(error), words.errors) : undefined}
      onConfirm={() => mutate({ userId: id })}
      onClose={onClose}
    />
  )
}
