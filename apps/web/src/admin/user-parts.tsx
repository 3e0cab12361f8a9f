import { clsx } from 'clsx'
import { Ellipsis } from 'lucide-react'
import type { Outputs } from '../api/trpc.ts'
import { formatJoined, admin as words } from '../english/account/admin.ts'
import { formatInstant } from '../english/format/time.ts'
import { Menu } from '../ui/menu/menu.tsx'

// Shared by the rows of the table and the cards.

export type User = Outputs['admin']['listUsers']['data'][number]

export function UserName({ user: { name, email }, isMe }: { user: User; isMe: boolean }) {
  return (
    <>
      <p className="flex items-center gap-2">
        <span className="truncate font-medium" title={name}>
          {name}
        </span>
        {isMe && (
          <span className="shrink-0 rounded-full bg-accent-tint px-2 py-0.5 text-accent text-xs">
            {words.you}
          </span>
        )}
      </p>
      <p className="truncate text-soft" title={email}>
        {email}
      </p>
    </>
  )
}

export function ActiveBadge({ isActive }: { isActive: boolean }) {
  return (
    <span
      className={clsx(
        'rounded-full px-2 py-0.5 text-xs',
        isActive ? 'bg-good-tint text-good' : 'bg-bad-tint text-bad',
      )}
    >
      {isActive ? words.active : words.inactive}
    </span>
  )
}

export function JoinedDate({ at, label = String }: { at: string; label?: (day: string) => string }) {
  return (
    <time dateTime={at} title={formatInstant(at)}>
      {label(formatJoined(at))}
    </time>
  )
}

export function ActionMenu({ user, items }: { user: User; items: Parameters<typeof Menu>[0]['items'] }) {
  const label = words.actions(user.name)
  return (
    <Menu
      label={label}
      aria-label={label}
      items={items}
      align="end"
      className="inline-grid size-9 shrink-0 place-items-center rounded-lg text-soft hover:bg-sunken hover:text-ink"
    >
      <Ellipsis size={18} aria-hidden />
    </Menu>
  )
}
