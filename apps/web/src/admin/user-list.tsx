import { clsx } from 'clsx'
import { ROLE, admin as words } from '../english/account/admin.ts'
import { useMedia } from '../ui/use-media.ts'
import { useUserActions } from './use-user-actions.tsx'
import { ActionMenu, ActiveBadge, JoinedDate, type User, UserName } from './user-parts.tsx'

interface UserListProps {
  users: readonly User[]
  myId: string
}

const WIDE = window.matchMedia('(min-width: 48rem)')

/** A table on a wide screen, cards on a narrow one. */
export function UserList({ users, myId }: UserListProps) {
  const isWide = useMedia(WIDE)
  if (!isWide) {
    return (
      <ul className="grid grid-cols-1 gap-3">
        {users.map((user) => (
          <UserCard key={user.id} user={user} isMe={user.id === myId} />
        ))}
      </ul>
    )
  }
  return (
    <div className="card overflow-clip">
      <table className="w-full text-sm">
        <caption className="sr-only">{words.title}</caption>
        <thead>
          <tr className="border-line border-b text-left text-soft [&>th]:px-4 [&>th]:py-2.5 [&>th]:font-medium">
            <th scope="col">{words.user}</th>
            <th scope="col">{words.role}</th>
            <th scope="col">{words.state}</th>
            <th scope="col">{words.joined}</th>
            <th scope="col">
              <span className="sr-only">{words.actionsHead}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <UserRow key={user.id} user={user} isMe={user.id === myId} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface UserProps {
  user: User
  isMe: boolean
}

function UserRow({ user, isMe }: UserProps) {
  const { items, error, dialog } = useUserActions(user, isMe)
  return (
    <tr className="border-line border-b last:border-0 hover:bg-hover [&>td]:px-4 [&>td]:py-2">
      <th scope="row" className="w-full max-w-0 px-4 py-2.5 text-left font-normal">
        <UserName user={user} isMe={isMe} />
        {error}
      </th>
      <td
        className={clsx('whitespace-nowrap', user.role === 'admin' ? 'font-medium text-accent' : 'text-soft')}
      >
        {ROLE[user.role]}
      </td>
      <td className="whitespace-nowrap">
        <ActiveBadge isActive={user.isActive} />
      </td>
      <td className="whitespace-nowrap text-soft">
        <JoinedDate at={user.createdAt} />
      </td>
      <td className="py-1! text-right">
        <ActionMenu user={user} items={items} />
        {dialog}
      </td>
    </tr>
  )
}

function UserCard({ user, isMe }: UserProps) {
  const { items, error, dialog } = useUserActions(user, isMe)
  return (
    <li className="card grid grid-cols-1 gap-2 py-3 pr-2 pl-4 text-sm">
      <div className="flex items-start gap-2">
        <div className="min-w-0 grow">
          <UserName user={user} isMe={isMe} />
        </div>
        <ActionMenu user={user} items={items} />
      </div>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-soft">
        <span className={clsx(user.role === 'admin' && 'font-medium text-accent')}>{ROLE[user.role]}</span>
        <ActiveBadge isActive={user.isActive} />
        <JoinedDate at={user.createdAt} label={words.joinedOn} />
      </p>
      {error}
      {dialog}
    </li>
  )
}
