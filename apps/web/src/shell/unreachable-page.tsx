import { useEffect } from 'react'
import { connection } from '../api/connection.ts'
import { common } from '../english/common.ts'
import { resume } from '../session/session.ts'
import { Button } from '../ui/button.tsx'
import { MessagePage } from './message-page.tsx'

/** The server was not there when the session was to go on. */
export function AwayPage() {
  useEffect(() => connection.subscribe(() => connection.get() === 'ok' && void resume()), [])
  return (
    <main>
      <MessagePage title={common.away.title} text={common.away.text}>
        <Button variant="primary" onClick={() => void resume()}>
          {common.retry}
        </Button>
      </MessagePage>
    </main>
  )
}
