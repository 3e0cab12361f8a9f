import { Link } from 'wouter'
import { common } from '../../english/common.ts'
import { MessagePage } from './message-page.tsx'

export function NotFoundPage() {
  return (
    <MessagePage title={common.notFound.title} text={common.notFound.text}>
      <Link href="/" className="font-medium text-accent underline">
        {common.notFound.home}
      </Link>
    </MessagePage>
  )
}
