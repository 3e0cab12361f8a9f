import { Link } from 'wouter'
import { mailedLinks as words } from '../english/account/mailed-links.ts'
import { useSession } from '../session/session.ts'

/** The link from the end of a page of mailed links into the app. */
export function GoOn() {
  const isSignedIn = useSession().status === 'signed-in'
  return (
    <Link href={isSignedIn ? '/' : '/sign-in'} className="font-medium text-accent underline">
      {isSignedIn ? words.tasks : words.signIn}
    </Link>
  )
}
