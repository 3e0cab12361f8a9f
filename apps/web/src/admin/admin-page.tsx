import { useQuery } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { Link } from 'wouter'
import { useTRPC } from '../api/trpc.ts'
import { admin as words } from '../english/account/admin.ts'
import { LoadingOrError } from '../shell/placeholders/loading-or-error.tsx'
import { UsersView } from './users-view.tsx'

/** All accounts, for administrators. */
export default function AdminPage() {
  const trpc = useTRPC()
  const { data: me, error, refetch } = useQuery(trpc.user.me.queryOptions())
  if (!me) return <LoadingOrError error={error} onRetry={refetch} />
  return me.role === 'admin' ? <UsersView myId={me.id} /> : <NotAdmin />
}

function NotAdmin() {
  return (
    <div className="mx-auto grid max-w-md justify-items-center gap-3 py-16 text-center">
      <ShieldCheck size={40} aria-hidden className="text-soft" />
      <h1 className="font-semibold text-2xl tracking-tight">{words.notAdmin.title}</h1>
      <p className="text-soft">{words.notAdmin.text}</p>
      <Link href="/" className="mt-2 font-medium text-accent underline">
        {words.notAdmin.home}
      </Link>
    </div>
  )
}
