import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { problemOf } from '../../api/problem.ts'
import { useTRPC, useTRPCClient } from '../../api/trpc.ts'
import { account } from '../../english/account/account.ts'
import { LoadingOrError } from '../../shell/placeholders/loading-or-error.tsx'
import { Button } from '../../ui/button.tsx'
import { formErrors } from '../../ui/form/form-errors.ts'
import { toast } from '../../ui/toast/toasts.ts'
import { FormError, Section } from '../section.tsx'
import { inOrder } from './in-order.ts'
import { SessionRow } from './session-row.tsx'

const words = account.sessions

export function SessionsSection() {
  const trpc = useTRPC()
  const { data: sessions, error, refetch } = useQuery(trpc.session.list.queryOptions())
  return (
    <Section id="sessions" title={words.title} text={words.text}>
      {sessions ? <Sessions sessions={sessions} /> : <LoadingOrError error={error} onRetry={refetch} />}
    </Section>
  )
}

type Sessions = Parameters<typeof SessionRow>[0]['session'][]

/** How many are shown until all are asked for. */
const FEW = 3

/** The current session comes first, then the one that was used last. */
function Sessions({ sessions }: { sessions: Sessions }) {
  const [showsAll, setShowsAll] = useState(false)
  const { current, others } = inOrder(sessions)
  const all = [...current, ...others]
  const end = useEndSessions()
  const { rest } = formErrors(end.error, [])
  return (
    <div className="grid gap-3">
      <ul className="card divide-y divide-line">
        {(showsAll ? all : all.slice(0, FEW)).map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            isBusy={end.isPending}
            onEnd={() => end.mutate([session.id], { onSuccess: () => toast({ message: words.ended }) })}
          />
        ))}
      </ul>
      {all.length > FEW && (
        <Button
          variant="quiet"
          aria-expanded={showsAll}
          className="justify-self-start"
          onClick={() => setShowsAll(!showsAll)}
        >
          {showsAll ? words.few : words.all(all.length)}
        </Button>
      )}
      <FormError text={rest} />
      {others.length === 0 && <p className="text-soft text-sm">{words.alone}</p>}
      {others.length > 1 && (
        <Button
          className="justify-self-start"
          disabled={end.isPending}
          onClick={() =>
            end.mutate(
              others.map(({ id }) => id),
              { onSuccess: () => toast({ message: words.othersEnded }) },
            )
          }
        >
          {words.endOthers}
        </Button>
      )}
    </div>
  )
}

function useEndSessions() {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (ids: string[]) =>
      Promise.all(
        ids.map((id) =>
          client.session.revoke.mutate({ id }).catch((error) => {
            // It has already ended.
            if (problemOf(error)?.status !== 404) throw error
          }),
        ),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: trpc.session.list.queryKey() }),
  })
}
