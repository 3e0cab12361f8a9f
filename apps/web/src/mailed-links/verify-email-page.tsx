import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Problem } from '../api/problem.ts'
import { useTRPC } from '../api/trpc.ts'
import { mailedLinks } from '../english/account/mailed-links.ts'
import { common } from '../english/common.ts'
import { explain } from '../english/problem.ts'
import { MessageCard } from '../session/message-card.tsx'
import { SessionFrame } from '../session/session-frame.tsx'
import { Button } from '../ui/button.tsx'
import { AnotherMail } from './another-mail.tsx'
import { GoOn } from './go-on.tsx'
import { useMailedToken } from './mailed-token.ts'
import { useVerification, verifyAddress } from './verification.ts'

const words = mailedLinks.verify

/** Verifies an address by the link that was mailed to it, and says what came of it. */
export default function VerifyEmailPage() {
  const token = useMailedToken('/verify-email')
  useEffect(() => {
    if (token !== undefined) void verifyAddress(token)
  }, [token])
  return (
    <SessionFrame title={words.title}>
      {token === undefined ? <WithoutLink /> : <Result token={token} />}
    </SessionFrame>
  )
}

function Result({ token }: { token: string }) {
  const verification = useVerification()
  if (verification?.token !== token || verification.status === 'running') {
    return (
      <p role="status" className="card p-6 text-center">
        {words.running}
      </p>
    )
  }
  if (verification.status === 'verified') return <Verified />
  return <Failed problem={verification.problem} onRetry={() => void verifyAddress(token)} />
}

function Verified() {
  const trpc = useTRPC()
  const queries = useQueryClient()
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: trpc.user.me.queryKey() })
  }, [queries, trpc])
  return (
    <MessageCard title={words.verified} text={words.verifiedText}>
      <GoOn />
    </MessageCard>
  )
}

function Failed({ problem, onRetry }: { problem: Problem | undefined; onRetry: () => void }) {
  if (problem?.status === 422) {
    return (
      <MessageCard title={mailedLinks.spent} text={words.spentText} isError>
        <AnotherMail />
      </MessageCard>
    )
  }
  if (problem?.status === 409) {
    return (
      <MessageCard title={words.taken} text={words.takenText} isError>
        <GoOn />
      </MessageCard>
    )
  }
  return (
    <MessageCard title={words.failed} text={explain(problem)} isError>
      <Button variant="primary" onClick={onRetry}>
        {common.retry}
      </Button>
    </MessageCard>
  )
}

function WithoutLink() {
  return (
    <MessageCard title={mailedLinks.noLink} text={mailedLinks.noLinkText}>
      <AnotherMail />
    </MessageCard>
  )
}
