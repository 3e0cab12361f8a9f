import { Laptop, type LucideIcon, Smartphone, SquareTerminal } from 'lucide-react'
import type { Outputs } from '../../api/trpc.ts'
import { account } from '../../english/account/account.ts'
import { formatAgo } from '../../english/format/ago.ts'
import { formatInstant } from '../../english/format/time.ts'
import { Button } from '../../ui/button.tsx'
import { type Device, deviceOf } from './device.ts'

const words = account.sessions

const ICON: Record<Device['kind'], LucideIcon> = {
  computer: Laptop,
  phone: Smartphone,
  program: SquareTerminal,
}

interface SessionRowProps {
  session: Outputs['session']['list'][number]
  isBusy: boolean
  onEnd: () => void
}

export function SessionRow({ session, isBusy, onEnd }: SessionRowProps) {
  const { current, userAgent, address, createdAt, lastUsedAt } = session
  const device = deviceOf(userAgent)
  const name = nameOf(device)
  const Icon = ICON[device.kind]
  return (
    <li className="flex items-center gap-3 px-4 py-3">
      <Icon size={20} aria-hidden className="shrink-0 text-soft" />
      <div className="min-w-0 grow text-sm">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium" title={userAgent ?? undefined}>
          <span className="min-w-0 break-words">{name}</span>
          {current && (
            <span className="rounded-full bg-good-tint px-2 py-0.5 text-good text-xs">{words.current}</span>
          )}
        </p>
        <p className="text-soft text-xs sm:text-sm">
          <time dateTime={lastUsedAt} title={formatInstant(lastUsedAt)}>
            {words.used(formatAgo(lastUsedAt))}
          </time>
          {', '}
          <time dateTime={createdAt} title={formatInstant(createdAt)}>
            {words.opened(formatAgo(createdAt))}
          </time>
          {address !== null && (
            <>
              {' · '}
              <span className="sr-only">{words.address}: </span>
              <span className="inline-block max-w-full break-all">{address}</span>
            </>
          )}
        </p>
      </div>
      {!current && (
        <Button aria-label={words.endOf(name)} disabled={isBusy} onClick={onEnd} className="shrink-0">
          {words.end}
        </Button>
      )}
    </li>
  )
}

function nameOf({ program, system }: Device): string {
  if (program !== undefined && system !== undefined) return words.on(program, system)
  return program ?? system ?? words.unknown
}
