import { Link } from 'wouter'
import { notFound } from '../../english/not-found.ts'
import { MessagePage } from './message-page.tsx'

export function NotFoundPage() {
  return (
    <MessagePage title={notFound.title} text={notFound.text}>
      <Link href="/" className="font-medium text-accent underline">
        {notFound.home}
      </Link>
    </MessagePage>
  )
}
