import { useQuery } from '@tanstack/react-query'
import { type Me, useTRPC } from '../api/trpc.ts'
import { account as words } from '../english/account/account.ts'
import { addressToVerify } from '../mailed-links/address-to-verify.ts'
import { LoadingOrError } from '../shell/placeholders/loading-or-error.tsx'
import { CalendarSection } from './calendar-section.tsx'
import { DataSection } from './data-section.tsx'
import { DeleteSection } from './delete-section.tsx'
import { KeysSection } from './keys/keys-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { ProfileSection } from './profile-section.tsx'
import { SessionsSection } from './sessions/sessions-section.tsx'
import { ThemeSection } from './theme-section.tsx'
import { TimeZoneSection } from './time-zone-section.tsx'

/** How often the page asks while an address waits for its link. */
const REFETCH_MS = 10_000

const isUnverified = (me: Me | undefined) => me !== undefined && addressToVerify(me) !== undefined

export default function AccountPage() {
  const trpc = useTRPC()
  const {
    data: me,
    error,
    refetch,
  } = useQuery(
    trpc.user.me.queryOptions(undefined, {
      // Its link is likely to be followed in another tab, or on another device.
      refetchOnMount: ({ state }) => (isUnverified(state.data) ? 'always' : true),
      refetchOnWindowFocus: ({ state }) => (isUnverified(state.data) ? 'always' : false),
      refetchInterval: ({ state }) => (isUnverified(state.data) ? REFETCH_MS : false),
    }),
  )
  if (!me) return <LoadingOrError error={error} onRetry={refetch} />
  return (
    <div className="max-w-4xl">
      <header className="mb-6">
        <h1 className="font-semibold text-2xl tracking-tight">{words.title}</h1>
        <p className="mt-1 text-soft text-sm">{words.since(me.createdAt)}</p>
      </header>
      <ProfileSection me={me} />
      <TimeZoneSection me={me} />
      <ThemeSection />
      <PasswordSection me={me} />
      <SessionsSection />
      <CalendarSection />
      <KeysSection />
      <DataSection />
      <DeleteSection me={me} />
    </div>
  )
}
