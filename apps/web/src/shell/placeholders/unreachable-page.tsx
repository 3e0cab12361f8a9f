import { useEffect } from 'react'
import { connection } from '../../api/connection.ts'
import { common } from '../../english/common.ts'
import { resumeSession } from '../../session/session.ts'
import { Button } from '../../ui/button.tsx'
import { MessagePage } from './message-page.tsx'

/** Shown while the session cannot be resumed because the server is unreachable. Resumes it once the server is back. */
export function UnreachablePage() {
  useEffect(() => connection.subscribe(() => connection.get() === 'online' && void resumeSession()), [])
  return (
    <main>
      <MessagePage title={common.unreachable.title} text={common.unreachable.text}>
        <Button variant="primary" onClick={() => void resumeSession()}>
          {common.retry}
        </Button>
      </MessagePage>
    </main>
  )
}
