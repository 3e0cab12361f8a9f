import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { useTRPC } from '../api/trpc.ts'
import { mailedLinks } from '../english/account/mailed-links.ts'
import { useSession } from '../session/session.ts'
import { LoadingOrError } from '../shell/placeholders/loading-or-error.tsx'
import { addressToVerify } from './address-to-verify.ts'
import { Resend } from './resend.tsx'

const words = mailedLinks.verify

/** The way to another link that verifies an address. Who is signed out signs in for it. */
export function AnotherMail() {
  const session = useSession()
  if (session.status === 'signed-in') return <ForMe />
  return (
    <>
      <p className="text-sm">{words.signInFirst}</p>
      {/* Signing in leads on to the account page. Where that is refused before the address is verified, it offers the mail. */}
      <Link href="/account" className="font-medium text-accent underline">
        {mailedLinks.signIn}
      </Link>
    </>
  )
}

function ForMe() {
  const { data: me, error, refetch } = useQuery(useTRPC().user.me.queryOptions())
  if (!me) return <LoadingOrError error={error} onRetry={refetch} />
  const address = addressToVerify(me)
  return (
    <>
      {address === undefined ? (
        <p className="text-sm">{words.nothingWaits(me.email)}</p>
      ) : (
        <>
          <p className="text-sm">{words.waits(address)}</p>
          <Resend address={address} isSignedIn />
        </>
      )}
      <Link href="/account" className="font-medium text-accent underline">
        {mailedLinks.account}
      </Link>
    </>
  )
}
